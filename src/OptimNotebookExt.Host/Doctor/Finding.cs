namespace OptimNotebookExt.Host.Doctor;

/// <summary>One thing that was looked at.</summary>
/// <param name="State"><c>ok</c>, <c>note</c> where something may be missed, or <c>fail</c>.</param>
/// <param name="Subject">What.</param>
/// <param name="Text">What was found, and the remedy.</param>
internal sealed record Finding(string State, string Subject, string Text)
{
    internal const string Failed = "fail";

    internal static Finding Ok(string subject, string text) => new("ok", subject, text);

    internal static Finding Note(string subject, string text) => new("note", subject, text);

    internal static Finding Fail(string subject, string text) => new(Failed, subject, text);
}
