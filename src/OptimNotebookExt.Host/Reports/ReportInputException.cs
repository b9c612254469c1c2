namespace OptimNotebookExt.Host.Reports;

/// <summary>An input of the report cannot be read; the message names the file, the field and what is expected there.</summary>
internal sealed class ReportInputException : Exception
{
    internal ReportInputException(string file, string problem, Exception? cause = null)
        : base($"{file}: {problem}", cause)
    {
    }
}
