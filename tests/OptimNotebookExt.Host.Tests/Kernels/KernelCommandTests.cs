using System.Text.Json.Nodes;

namespace OptimNotebookExt.Host.Tests.Kernels;

public sealed class KernelCommandTests : IDisposable
{
    private readonly KernelClient _client = new();

    public void Dispose() => _client.Dispose();

    [Fact]
    public void An_interrupt_stops_compare_which_keeps_its_table_and_its_picture()
    {
        _client.Execute("#r \"nuget: OptimNotebookExt\"\n#r \"nuget: TorchSharp-cpu\"\nvar kept = 7;");
        // Days of work: only the interrupt can end it before the client gives up, which is after 30 s.
        var id = _client.Send("execute_request", new JsonObject { ["code"] = "#!optim compare Eve,Cain --epochs 100000" });
        while (_client.Published().Type != "update_display_data")
        {
        }

        _client.SendControl("interrupt_request", []);

        Assert.Equal("interrupt_reply", _client.ControlReply().Type);
        Assert.Equal("ok", _client.Reply()["status"]);
        var result = (string)_client.PublishedFor(id).Last(m => m.Content["data"] is not null).Content["data"]!["text/html"]!;
        Assert.Contains("<table", result, StringComparison.Ordinal);
        Assert.Contains("<img", result, StringComparison.Ordinal);
        Assert.Equal("True", Value("kept == 7 && results is not null"));
    }

    private string? Value(string code) =>
        (string?)_client.Execute(code).Published.Single(m => m.Type == "execute_result").Content["data"]!["text/plain"];
}
