using OptimNotebookExt.Commands;

namespace OptimNotebookExt.Host.Sessions.Magics;

/// <summary>A line <c>#!name …</c> of a cell.</summary>
internal interface IMagic
{
    /// <summary>As <c>#!time</c>.</summary>
    string Name { get; }

    /// <summary>One sentence.</summary>
    string Help { get; }

    /// <summary>What may stand at the caret of its line.</summary>
    IEnumerable<CommandCompletion> Complete(string line, int position, CSharpSession session) => [];

    /// <summary>Runs it on the thread of the cells.</summary>
    /// <param name="arguments">What stands behind the name.</param>
    /// <param name="call">The cell.</param>
    /// <returns>Why it failed, or null.</returns>
    CellError? Run(string arguments, MagicCall call);
}
