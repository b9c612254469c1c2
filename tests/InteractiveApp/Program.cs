using System.Text.Json;
using OptimNotebookExt.InteractiveHost;

// Cells may print: the answers keep the real output to themselves.
using var answers = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
Console.SetOut(TextWriter.Null);
using var host = new InteractiveApp();
while (Console.In.ReadLine() is { } line)
{
    var request = JsonSerializer.Deserialize<Request>(line)!;
    answers.WriteLine(JsonSerializer.Serialize(await host.AnswerAsync(request)));
}
