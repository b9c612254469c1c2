using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace OptimNotebookExt.Host.Sessions;

/// <summary>
/// Where the assemblies of packages and of cells live. What the tool itself brings stays in the default context, so that
/// its types are the same for the tool and for the notebook.
/// </summary>
internal sealed class NotebookLoadContext : AssemblyLoadContext
{
    private readonly string _nativeFolder;
    private readonly ConcurrentDictionary<string, string> _files = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, Assembly> _cells = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _folders = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _natives = new(StringComparer.Ordinal);

    /// <param name="nativeFolder">A folder of the session for links to native libraries.</param>
    internal NotebookLoadContext(string nativeFolder)
        : base("notebook")
    {
        _nativeFolder = nativeFolder;
        // TorchSharp is in the default context; where the tool brings no backend for it, a package does.
        Default.ResolvingUnmanagedDll += (_, name) => LoadUnmanagedDll(name);
    }

    /// <summary>Names an assembly that cells may use; it is loaded when it is first needed.</summary>
    internal void AddFile(string path) => _files.TryAdd(Path.GetFileNameWithoutExtension(path), path);

    /// <summary>Names a folder where the assemblies that a named one needs may lie.</summary>
    internal void AddFolder(string folder)
    {
        if (_folders.TryAdd(folder, 0))
            Resolving += (_, name) => File.Exists(Path.Combine(folder, name.Name + ".dll")) ? LoadFromAssemblyPath(Path.Combine(folder, name.Name + ".dll")) : null;
    }

    /// <summary>Names a native library of a package. All lie in one folder, where they find each other.</summary>
    internal void AddNative(string path)
    {
        var link = Path.Combine(Directory.CreateDirectory(_nativeFolder).FullName, Path.GetFileName(path));
        if (!_natives.TryAdd(Path.GetFileName(path), link))
            return;
        // Links need a privilege on Windows.
        if (OperatingSystem.IsWindows())
            File.Copy(path, link, overwrite: true);
        else
            File.CreateSymbolicLink(link, path);
    }

    /// <summary>Loads a cell that later cells build on.</summary>
    internal Assembly LoadCell(Stream image, Stream symbols)
    {
        var assembly = LoadFromStream(image, symbols);
        _cells[assembly.GetName().Name!] = assembly;
        return assembly;
    }

    /// <summary>The assembly of a cell or a package; null where the default context has to know it.</summary>
    internal Assembly? Find(AssemblyName name)
    {
        if (_cells.TryGetValue(name.Name!, out var cell))
            return cell;
        return _files.TryGetValue(name.Name!, out var path) ? LoadFromAssemblyPath(path) : null;
    }

    protected override Assembly? Load(AssemblyName assemblyName) => Find(assemblyName);

    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        // First of all, so that no library of the system of the same name is found.
        foreach (var candidate in Candidates(unmanagedDllName))
        {
            if (_natives.TryGetValue(candidate, out var path))
                return NativeLibrary.Load(path);
        }
        return 0;
    }

    private static string[] Candidates(string name)
    {
        var file = Path.GetFileName(name);
        var extension = OperatingSystem.IsWindows() ? ".dll" : OperatingSystem.IsMacOS() ? ".dylib" : ".so";
        return [file, file + extension, "lib" + file + extension, "lib" + file];
    }
}
