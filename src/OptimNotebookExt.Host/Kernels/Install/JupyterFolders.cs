namespace OptimNotebookExt.Host.Kernels.Install;

/// <summary>Where Jupyter looks for kernels, as <c>jupyter --paths</c> lists it.</summary>
internal static class JupyterFolders
{
    /// <summary>The user's own data folder.</summary>
    internal static string OfUser()
    {
        if (Environment.GetEnvironmentVariable("JUPYTER_DATA_DIR") is { Length: > 0 } named)
            return Path.GetFullPath(named);
        if (OperatingSystem.IsWindows())
            return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "jupyter");
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsMacOS())
            return Path.Combine(home, "Library", "Jupyter");
        return Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } data ? Path.Combine(data, "jupyter") : Path.Combine(home, ".local", "share", "jupyter");
    }

    /// <summary>Every kernel of a name that Jupyter may find, the user's first.</summary>
    internal static IEnumerable<string> KernelFiles(string name) =>
        ((string[])[OfUser(), "/usr/local/share/jupyter", "/usr/share/jupyter"]).Select(f => Path.Combine(f, "kernels", name, "kernel.json")).Where(File.Exists);
}
