namespace OptimNotebookExt.Optimizers;

/// <summary>A step could not be made for a parameter, which is as it was before the step; the message tells what to try.</summary>
/// <param name="parameter">The parameter's name.</param>
/// <param name="message">What happened, and what to try.</param>
/// <param name="inner">The cause, if it was an exception.</param>
public sealed class StepFailedException(string parameter, string message, Exception? inner = null) : InvalidOperationException(message, inner)
{
    /// <summary>The parameter's name.</summary>
    public string Parameter { get; } = parameter;
}
