namespace OptimNotebookExt.Commands;

/// <summary>
/// A command was called in a way it cannot follow. The message is one sentence on one line: what, which value, what to do;
/// a host shows it without a stack.
/// </summary>
public sealed class CommandException : Exception
{
    /// <summary>An error of the caller's.</summary>
    /// <param name="message">One sentence with the remedy; line breaks and what would not fit on a screen are taken out.</param>
    /// <param name="cause">What was thrown, if anything.</param>
    public CommandException(string message, Exception? cause = null)
        : base(OneSentence.Of(message), cause)
    {
    }
}
