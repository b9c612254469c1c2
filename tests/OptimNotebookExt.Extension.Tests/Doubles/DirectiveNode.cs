namespace Microsoft.DotNet.Interactive.Commands;

/// <summary>As the host's, in its parser.</summary>
/// <param name="Text">The line.</param>
internal sealed record DirectiveNode(string Text);
