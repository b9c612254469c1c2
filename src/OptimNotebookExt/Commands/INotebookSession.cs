namespace OptimNotebookExt.Commands;

/// <summary>
/// What a command sees of the notebook it runs in. A host implements it and puts itself into <see cref="NotebookHost.Session"/>;
/// nothing here depends on a particular host.
/// </summary>
public interface INotebookSession
{
    /// <summary>Names of the session's variables, in any order, without those it cannot read. Called for completion: it must be quick.</summary>
    IReadOnlyCollection<string> VariableNames { get; }

    /// <summary>Cancelled when the user stops the running cell; <see cref="CancellationToken.None"/> where a host cannot tell.</summary>
    CancellationToken Cancellation { get; }

    /// <summary>Reads a variable.</summary>
    /// <param name="name">Its name, in the session's spelling.</param>
    /// <param name="value">The object itself, not a copy; null where the variable holds null or there is none.</param>
    /// <returns>Whether there is such a variable.</returns>
    bool TryGetVariable(string name, out object? value);

    /// <summary>Declares a variable, or replaces it.</summary>
    /// <param name="name">A C# identifier.</param>
    /// <param name="value">What it holds from now on.</param>
    /// <param name="type">Its declared type, of which the value is; the value's own where null.</param>
    Task SetVariableAsync(string name, object value, Type? type = null);

    /// <summary>Shows a value below the cell that runs now, with the host's formatters.</summary>
    /// <param name="value">Any value; the commands pass views, whose <c>ToHtml()</c> and <c>ToString()</c> are ready to be shown.</param>
    /// <returns>The place where it is shown.</returns>
    INotebookDisplay Display(object value);
}
