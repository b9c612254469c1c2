namespace OptimNotebookExt.InteractiveHost;

/// <summary>What holds for every cell that is right.</summary>
internal static class Check
{
    /// <summary>Nothing failed, and nothing is on standard error.</summary>
    internal static Answer Fine(Answer answer)
    {
        Assert.Empty(answer.Failures);
        Assert.Empty(answer.Errors);
        return answer;
    }

    /// <summary>The texts of a form.</summary>
    internal static string[] Of(this Answer answer, string mimeType) => [.. answer.Shown.Where(s => s.MimeType == mimeType).Select(s => s.Value)];
}
