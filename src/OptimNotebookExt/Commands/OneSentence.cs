namespace OptimNotebookExt.Commands;

/// <summary>Messages of exceptions as one line.</summary>
internal static class OneSentence
{
    internal static string Of(Exception e)
    {
        // TorchSharp appends the native stack after the first line, .NET the parameter's name.
        var line = e.Message.ReplaceLineEndings("\n").Split('\n')[0].Trim();
        var parameter = line.LastIndexOf(" (Parameter '", StringComparison.Ordinal);
        line = parameter > 0 ? line[..parameter] : line;
        return line.Length > 0 ? line : e.GetType().Name;
    }
}
