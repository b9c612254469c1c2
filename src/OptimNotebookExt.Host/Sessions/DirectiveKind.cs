namespace OptimNotebookExt.Host.Sessions;

/// <summary>What a directive of a cell asks for.</summary>
internal enum DirectiveKind
{
    /// <summary><c>#r "nuget: X, 1.0"</c>.</summary>
    Package,

    /// <summary><c>#r "path/x.dll"</c>.</summary>
    Assembly,

    /// <summary><c>#i "nuget: folder"</c>.</summary>
    PackageSource,

    /// <summary><c>#!name …</c>.</summary>
    Magic,
}
