using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Host;
using Microsoft.CodeAnalysis.Text;

namespace OptimNotebookExt.Host.Sessions.Code;

/// <summary>The cells that others build on as projects of a workspace, one after the other.</summary>
internal sealed class CodeDocuments(CSharpSession session, HostServices services) : IDisposable
{
    private readonly AdhocWorkspace _workspace = new(services);
    private readonly Dictionary<CSharpCompilation, ProjectId> _projects = new(ReferenceEqualityComparer.Instance);

    /// <summary>A document with the code, on top of all cells that have run.</summary>
    internal Document Of(string code)
    {
        var last = session.Chain.Last;
        var compilation = session.Compiler.Create(CSharpSyntaxTree.ParseText(code, CellSource.ParseOptions), session.Folder, last, "help");
        var previous = last is null ? null : Project(last);
        var (project, document) = Info(compilation, SourceText.From(code), previous);
        // Not kept in the workspace: the next question brings its own.
        return _workspace.CurrentSolution.AddProject(project).GetDocument(document)!;
    }

    public void Dispose() => _workspace.Dispose();

    private ProjectId Project(CSharpCompilation compilation)
    {
        // From the oldest that is not there yet: a session may have run many cells.
        var missing = new Stack<CSharpCompilation>();
        ProjectId? known = null;
        for (var cell = compilation; cell is not null && !_projects.TryGetValue(cell, out known); cell = cell.ScriptCompilationInfo?.PreviousScriptCompilation)
            missing.Push(cell);
        while (missing.TryPop(out var cell))
        {
            var (project, _) = Info(cell, cell.SyntaxTrees[^1].GetText(), known);
            _workspace.AddProject(project);
            _projects.Add(cell, known = project.Id);
        }
        return known!;
    }

    private static (ProjectInfo Project, DocumentId Document) Info(CSharpCompilation cell, SourceText code, ProjectId? previous)
    {
        var id = ProjectId.CreateNewId();
        var document = DocumentId.CreateNewId(id);
        var text = TextLoader.From(TextAndVersion.Create(code, VersionStamp.Create()));
        var name = cell.AssemblyName ?? "cell";
        var project = ProjectInfo.Create(
            id, VersionStamp.Create(), name, name, LanguageNames.CSharp,
            compilationOptions: cell.Options,
            parseOptions: CellSource.ParseOptions,
            documents: [DocumentInfo.Create(document, "cell.csx", loader: text, sourceCodeKind: SourceCodeKind.Script)],
            projectReferences: previous is null ? [] : [new ProjectReference(previous)],
            metadataReferences: cell.References.Where(r => r is not CompilationReference),
            isSubmission: true);
        return (project, document);
    }
}
