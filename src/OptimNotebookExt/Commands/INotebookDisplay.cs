namespace OptimNotebookExt.Commands;

/// <summary>The place in a notebook where a value is shown.</summary>
public interface INotebookDisplay
{
    /// <summary>Shows another value in its place; also from other threads, and after the cell has ended where the host can.</summary>
    /// <param name="value">What is shown from now on.</param>
    void Update(object value);
}
