namespace OptimNotebookExt.Optimizers;

/// <summary>Draws that a checkpoint can keep, so that a resumed run draws the numbers the uninterrupted one would.</summary>
public interface IResumableDraws : IRandomDraws
{
    /// <summary>Everything the coming draws depend on, as text.</summary>
    string Save();

    /// <summary>Goes on from what <see cref="Save"/> gave.</summary>
    /// <param name="saved">The text.</param>
    /// <exception cref="FormatException">It is not what these draws save; nothing was changed.</exception>
    void Restore(string saved);
}
