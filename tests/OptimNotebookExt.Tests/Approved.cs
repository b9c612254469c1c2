using System.Text;

namespace OptimNotebookExt.Tests;

/// <summary>
/// Compares a text with the approved one in Approved/. On a difference the received text is written beside the test's binaries
/// (Received/); to approve it, look at it and copy it over the approved file.
/// </summary>
internal static class Approved
{
    internal static void Verify(string received, string name)
    {
        var approvedFile = Repository.Path("tests", "OptimNotebookExt.Tests", "Approved", name);
        var approved = File.Exists(approvedFile) ? Normal(File.ReadAllText(approvedFile)) : "";
        received = Normal(received);
        if (approved == received)
            return;
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "Received")).FullName;
        var receivedFile = Path.Combine(folder, name);
        File.WriteAllText(receivedFile, received, new UTF8Encoding(false));
        Assert.Fail($"{Difference(approved, received)}\nReceived: {receivedFile}\nApproved: {approvedFile}\nIf the new text is right, copy the first over the second.");
    }

    internal static string Difference(string approved, string received)
    {
        var (left, right) = (approved.Split('\n'), received.Split('\n'));
        var line = 0;
        while (line < left.Length && line < right.Length && left[line] == right[line])
            line++;
        var (a, b) = (line < left.Length ? left[line] : "(end)", line < right.Length ? right[line] : "(end)");
        var column = a.Zip(b).TakeWhile(pair => pair.First == pair.Second).Count();
        return $"{(approved.Length == 0 ? "Nothing is approved yet." : "The text differs from the approved one.")} Line {line + 1}, column {column + 1}:\n  approved: {Around(a, column)}\n  received: {Around(b, column)}";
    }

    private static string Around(string line, int column) => line[Math.Max(0, column - 40)..Math.Min(line.Length, column + 80)];

    private static string Normal(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd('\n') + "\n";
}
