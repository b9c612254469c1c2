using OptimNotebookExt.Commands;
using OptimNotebookExt.Views;

namespace OptimNotebookExt;

/// <summary>
/// The magic commands as methods, one for each <c>#!optim</c> command, for programs and for notebooks without magics. Each
/// returns what it shows, so that a cell that ends with the call shows it.
/// </summary>
public static class Optim
{
    /// <summary>The view of a value.</summary>
    /// <param name="value">An optimizer, a module, a tensor, a history, a trace, a result.</param>
    /// <exception cref="CommandException">There is no view of such values.</exception>
    public static View Show(object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return ShowCommand.Show(value, nameof(value));
    }

    /// <summary>The commands, or one with its options.</summary>
    /// <param name="command">The command to explain; all when null.</param>
    /// <exception cref="CommandException">There is no such command.</exception>
    public static View Help(string? command = null) => HelpCommand.Help(command);
}
