using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace OptimNotebookExt.Host.Sessions;

/// <summary><c>#r</c> in a file that a cell loads with <c>#load</c>: such lines reach the compiler, those of cells do not.</summary>
/// <param name="add">Adds what a directive names, relative to a folder, and returns the assemblies.</param>
internal sealed class LoadedReferences(Func<CellDirective, string?, IReadOnlyList<string>> add) : MetadataReferenceResolver
{
    public override ImmutableArray<PortableExecutableReference> ResolveReference(string reference, string? baseFilePath, MetadataReferenceProperties properties) =>
        CellDirective.Parse($"#r \"{reference}\"", 1) is { } directive
            ? [.. add(directive, Path.GetDirectoryName(baseFilePath)).Select(path => MetadataReference.CreateFromFile(path, properties))]
            : [];

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}
