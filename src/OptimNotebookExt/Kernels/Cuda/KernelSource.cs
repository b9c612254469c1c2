namespace OptimNotebookExt.Kernels.Cuda;

/// <summary>The text of kernels, which the assembly holds.</summary>
internal static class KernelSource
{
    /// <summary>What is common to all and an optimizer's own, with lines counted in each.</summary>
    /// <param name="name">Of the optimizer.</param>
    internal static string Of(string name) => Part("Common") + Part(name);

    private static string Part(string name)
    {
        using var stream = typeof(KernelSource).Assembly.GetManifestResourceStream($"{name}.cu") ?? throw new ArgumentException($"There are no kernels '{name}'.", nameof(name));
        using var reader = new StreamReader(stream);
        return $"#line 1 \"{name}.cu\"\n{reader.ReadToEnd().ReplaceLineEndings("\n")}";
    }
}
