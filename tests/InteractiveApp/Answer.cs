namespace OptimNotebookExt.InteractiveHost;

/// <summary>What a request led to.</summary>
/// <param name="Failures">Messages of commands that failed.</param>
/// <param name="Errors">What the host or the cell wrote as an error or to standard error.</param>
/// <param name="Printed">What the cell printed.</param>
/// <param name="Shown">What was displayed or returned, in every form, in order.</param>
/// <param name="Updates">How often a display was updated.</param>
/// <param name="Completions">What the line may go on with.</param>
public sealed record Answer(string[] Failures, string[] Errors, string Printed, Shown[] Shown, int Updates, string[] Completions);
