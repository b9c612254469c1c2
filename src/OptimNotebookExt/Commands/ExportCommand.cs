using OptimNotebookExt.Views;

namespace OptimNotebookExt.Commands;

/// <summary><c>#!optim export</c>: writes what is shown of a variable, or its data, to a file.</summary>
internal sealed class ExportCommand : NotebookCommand
{
    public override string Name => "export";

    public override string Description => "Writes a variable to a file: .html or .txt as shown; .svg, .png, .csv or .json where it has such a form.";

    public override string Example => "#!optim export history --to history.csv";

    public override string Twin => "Optim.Export(history, \"history.csv\")";

    public override IReadOnlyList<CommandParameter> Parameters { get; } =
    [
        SessionVariables.Parameter("The variable to write.", [typeof(View), .. ViewCatalog.Types]),
        new("--to", "The file; its folder must exist.") { IsRequired = true, Values = Files },
        new("--overwrite", "Replaces a file that exists.") { IsFlag = true },
    ];

    protected override Task ExecuteAsync(INotebookSession session, CommandArguments arguments)
    {
        var name = arguments.Text("--var")!;
        var path = Export(SessionVariables.Get(session, name), name, arguments.Text("--to")!, arguments.Has("--overwrite"));
        session.Display(new NoteView($"{name} is written to {path}, {ViewText.Count(new FileInfo(path).Length, "byte")}."));
        return Task.CompletedTask;
    }

    internal static string Export(object value, string name, string to, bool overwrite)
    {
        var format = ExportFormat.Find(value, name, to);
        var path = Path.GetFullPath(to);
        if (Directory.Exists(path))
            throw new CommandException($"'{to}' is a folder: write a file's name after it.");
        if (!Directory.Exists(Path.GetDirectoryName(path)))
            throw new CommandException($"The folder of '{to}' does not exist: make it before, or name another.");
        if (File.Exists(path) && !overwrite)
            throw new CommandException($"The file '{to}' exists: write --overwrite (overwrite: true) to replace it, or name another.");
        format.Write(value, path);
        return path;
    }

    private static IEnumerable<string> Files(INotebookSession session, CommandArguments known) =>
        known.Text("--var") is { } name && session.TryGetVariable(name, out var value) && value is not null
            ? ExportFormat.For(value).Select(f => name + f.Extension)
            : [];
}
