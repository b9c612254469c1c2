using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OptimNotebookExt.Host.Kernels.Install;

/// <summary>What tells Jupyter how to start this kernel.</summary>
internal static partial class KernelSpec
{
    internal const string DefaultName = "optim-csharp";

    /// <summary>Settings of the runtime that keep a kernel, which is idle most of the time, small (benchmarks/KernelCost).</summary>
    internal static IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>
    {
        ["DOTNET_GCgen0size"] = "0x400000",
        ["DOTNET_GCConserveMemory"] = "8",
        ["DOTNET_gcConcurrent"] = "0",
        ["DOTNET_TieredPGO"] = "0",
    };

    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The folder of kernels below a prefix, or the user's own.</summary>
    internal static string Folder(string? prefix) => prefix is null
        ? Path.Combine(JupyterFolders.OfUser(), "kernels")
        : Path.Combine(Path.GetFullPath(prefix), "share", "jupyter", "kernels");

    /// <summary>Writes a kernelspec; the folder that it lies in.</summary>
    /// <param name="folder">The folder of kernels.</param>
    /// <param name="name">The name that notebooks know it by.</param>
    /// <param name="force">Whether the kernelspec of another program is replaced.</param>
    /// <exception cref="ArgumentException">The name is none.</exception>
    /// <exception cref="IOException">Another program's kernelspec has this name.</exception>
    internal static string Write(string folder, string name, bool force)
    {
        if (!NamePattern().IsMatch(name))
            throw new ArgumentException($"'{name}' is no name of a kernel: it takes letters, digits, '.', '_' and '-'.");
        var own = Path.Combine(folder, name);
        var file = Path.Combine(own, "kernel.json");
        if (!force && File.Exists(file) && !IsOurs(file))
            throw new IOException($"{own} is the kernel of another program; choose another --alias, or replace it with --force.");
        Directory.CreateDirectory(own);
        AtomicFile.WriteAllText(file, Content(name).ToJsonString(s_json) + "\n");
        return own;
    }

    /// <summary>Whether a kernelspec starts this program.</summary>
    internal static bool IsOurs(string file)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(file))?["metadata"]?["optimnb"] is not null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static JsonObject Content(string name)
    {
        var (program, first) = OwnProgram.Start;
        return new JsonObject
        {
            ["argv"] = new JsonArray([program, .. first.Select(a => (JsonNode)a), "kernel", "--connection-file", "{connection_file}"]),
            ["display_name"] = name == DefaultName ? "C# (optimnb)" : ".NET (C#)",
            ["language"] = "C#",
            ["env"] = new JsonObject(Environment.Select(e => KeyValuePair.Create(e.Key, (JsonNode?)e.Value))),
            ["interrupt_mode"] = "message",
            ["metadata"] = new JsonObject { ["debugger"] = false, ["optimnb"] = true },
        };
    }

    [GeneratedRegex(@"^\.?[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]
    private static partial Regex NamePattern();
}
