using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace OptimNotebookExt.Host.Sessions;

/// <summary>A compiled part of a cell.</summary>
/// <param name="Compilation">What later cells build on.</param>
/// <param name="Image">The assembly.</param>
/// <param name="Symbols">Its line numbers.</param>
/// <param name="EntryPoint">The method that runs it; null where nothing is to run.</param>
/// <param name="HasValue">Whether it ends with an expression without a semicolon.</param>
/// <param name="Declares">Whether later cells can use anything of it.</param>
internal sealed record Submission(
    CSharpCompilation Compilation, MemoryStream Image, MemoryStream Symbols, IMethodSymbol? EntryPoint, bool HasValue, bool Declares);
