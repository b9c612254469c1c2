namespace OptimNotebookExt.Host.Sessions.Code;

/// <summary>What fits at a place of a cell.</summary>
/// <param name="Start">Where what it replaces begins.</param>
/// <param name="End">Where that ends.</param>
/// <param name="Items">The texts with what they are, as <c>method</c>, the best first.</param>
internal sealed record CodeItems(int Start, int End, IReadOnlyList<(string Text, string Kind)> Items);
