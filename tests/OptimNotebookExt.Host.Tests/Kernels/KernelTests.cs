using System.Text.Json.Nodes;
using NetMQ;
using NetMQ.Sockets;
using OptimNotebookExt.Host.Kernels;
using OptimNotebookExt.Host.Kernels.Wire;
using OptimNotebookExt.Host.Tests.Reports;

namespace OptimNotebookExt.Host.Tests.Kernels;

public sealed class KernelTests : IDisposable
{
    private readonly KernelClient _client = new();

    public void Dispose() => _client.Dispose();

    [Fact]
    public void Kernel_info_names_protocol_and_language()
    {
        var (reply, published) = _client.Ask("kernel_info_request", []);

        Assert.Equal("kernel_info_reply", reply.Type);
        Assert.Equal("5.3", reply["protocol_version"]);
        Assert.Equal("C#", (string?)reply.Content["language_info"]!["name"]);
        Assert.Equal(["busy", "idle"], published.Select(m => m["execution_state"]));
    }

    [Fact]
    public async Task One_who_listens_late_is_told_that_the_kernel_starts()
    {
        var info = KernelClient.FreePorts();
        using var folder = new ScratchFolder();
        using var stop = new CancellationTokenSource();
        using var server = new KernelServer(info, folder.Root, _ => { });
        var running = server.RunAsync(stop.Token);
        await Task.Delay(200);
        using var listener = new SubscriberSocket();
        listener.SubscribeToAnyTopic();

        listener.Connect(info.Endpoint(info.PublishPort));

        List<byte[]> frames = [];
        Assert.True(listener.TryReceiveMultipartBytes(TimeSpan.FromSeconds(30), ref frames));
        Assert.Equal("starting", new MessageCodec(info.Key).Read(frames).Message!["execution_state"]);
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public void A_cell_is_published_in_order_from_busy_to_idle()
    {
        var (reply, published) = _client.Execute("Console.Write(\"a\");\ndisplay(\"b\");\nConsole.Error.Write(\"c\");\n40 + 2");

        Assert.Equal(("ok", 1), (reply["status"], reply.Number("execution_count")));
        Assert.Equal(["status", "execute_input", "stream", "display_data", "stream", "execute_result", "status"], published.Select(m => m.Type));
        Assert.Equal("42", (string?)published[5].Content["data"]!["text/plain"]);
        Assert.Equal(("stdout", "stderr"), (published[2]["name"], published[4]["name"]));
    }

    [Fact]
    public void A_display_is_updated_under_its_id_also_from_a_later_cell()
    {
        var shown = _client.Execute("var d = display(1);").Published.Single(m => m.Type == "display_data");

        var updated = _client.Execute("d.Update(2);").Published.Single(m => m.Type == "update_display_data");

        Assert.NotNull((string?)shown.Content["transient"]!["display_id"]);
        Assert.Equal((string?)shown.Content["transient"]!["display_id"], (string?)updated.Content["transient"]!["display_id"]);
        Assert.Equal("2", (string?)updated.Content["data"]!["text/plain"]);
    }

    [Fact]
    public void An_error_is_published_and_replied_with_the_lines_of_the_cell()
    {
        var (reply, published) = _client.Execute("var x = 1;\nthrow new InvalidOperationException(\"no\");");

        Assert.Equal(("error", "InvalidOperationException", "no"), (reply["status"], reply["ename"], reply["evalue"]));
        Assert.Contains("cell 1, line 2", published.Single(m => m.Type == "error").Content["traceback"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Cells_that_wait_behind_one_that_fails_are_aborted_and_the_next_one_runs()
    {
        foreach (var code in (string[])["await Task.Delay(200); throw new Exception();", "var never = 1;", "var never2 = 1;"])
            _client.Send("execute_request", new JsonObject { ["code"] = code });

        Assert.Equal(["error", "aborted", "aborted"], Enumerable.Range(0, 3).Select(_ => _client.Reply()["status"]));
        Assert.Equal("ok", _client.Execute("1").Reply["status"]);
        Assert.Equal("error", _client.Execute("never").Reply["status"]);
    }

    [Fact]
    public void Without_stop_on_error_they_run()
    {
        _client.Send("execute_request", new JsonObject { ["code"] = "await Task.Delay(200); throw new Exception();", ["stop_on_error"] = false });
        _client.Send("execute_request", new JsonObject { ["code"] = "1" });

        Assert.Equal(["error", "ok"], Enumerable.Range(0, 2).Select(_ => _client.Reply()["status"]));
    }

    [Fact]
    public void A_silent_cell_shows_nothing_and_does_not_count()
    {
        var (reply, published) = _client.Execute("Console.Write(1); var quiet = 5; quiet", new JsonObject { ["silent"] = true });

        Assert.Equal("ok", reply["status"]);
        Assert.Equal(["status", "status"], published.Select(m => m.Type));
        Assert.Equal(1, _client.Execute("quiet").Reply.Number("execution_count"));
    }

    [Fact]
    public void A_cell_that_is_not_stored_does_not_count()
    {
        _client.Execute("1", new JsonObject { ["store_history"] = false });

        Assert.Equal(1, _client.Execute("2").Reply.Number("execution_count"));
        Assert.Equal("""[[0,1,"2"]]""", History(new JsonObject { ["hist_access_type"] = "tail", ["n"] = 9 }));
    }

    [Fact]
    public void User_expressions_are_evaluated_after_the_cell()
    {
        var reply = _client.Execute("var x = 20;", new JsonObject { ["user_expressions"] = new JsonObject { ["good"] = "x + 1", ["bad"] = "nope" } }).Reply;

        var values = reply.Content["user_expressions"]!;
        Assert.Equal("21", (string?)values["good"]!["data"]!["text/plain"]);
        Assert.Equal(("error", "CS0103"), ((string?)values["bad"]!["status"], (string?)values["bad"]!["ename"]));
    }

    [Theory]
    [InlineData("var x = 1;", "complete", null)]
    [InlineData("1 + 2", "complete", null)]
    [InlineData("#!optim help", "complete", null)]
    [InlineData("if (true)\n  {", "incomplete", "      ")]
    [InlineData("var x = (1", "incomplete", "")]
    [InlineData("var = ;;) x", "invalid", null)]
    public void Whether_code_is_whole_is_said(string code, string status, string? indent)
    {
        var reply = _client.Ask("is_complete_request", new JsonObject { ["code"] = code }).Reply;

        Assert.Equal((status, indent), (reply["status"], reply["indent"]));
    }

    [Fact]
    public void Completion_knows_earlier_cells_and_counts_characters_of_Unicode()
    {
        _client.Execute("var kept = new List<int>();");

        var reply = Complete("var s = \"😀\"; kept.Ad");

        // There is also an extension method AddRange.
        Assert.Equal(["Add", "AddRange"], reply.Content["matches"]!.AsArray().Select(m => (string?)m));
        Assert.Equal((18, 20), (reply.Number("cursor_start"), reply.Number("cursor_end")));
        Assert.Contains("method", reply.Content["metadata"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#!op", "#!optim", 0, 4)]
    [InlineData("1\n#!optim sh", "show", 10, 12)]
    [InlineData("#r \"nuget: X\"\nConsole.WriteL", "WriteLine", 22, 28)]
    public void Magics_and_code_behind_directives_are_completed(string code, string expected, int start, int end)
    {
        var reply = Complete(code);

        Assert.Contains(expected, reply.Content["matches"]!.AsArray().Select(m => (string?)m));
        Assert.Equal((start, end), (reply.Number("cursor_start"), reply.Number("cursor_end")));
    }

    [Fact]
    public void Inspection_gives_signature_and_documentation()
    {
        const string Optimizer = "new OptimNotebookExt.Optimizers.Eve";
        _client.Execute("#r \"nuget: OptimNotebookExt\"\n/// <summary>Half of it.</summary>\nint Half(int x) => x / 2;");

        Assert.Contains("Math.Abs(", Inspect("Math.Abs(-1)", 7), StringComparison.Ordinal);
        Assert.Contains("Returns the absolute value", Inspect("Math.Abs(-1)", 7), StringComparison.Ordinal);
        Assert.Contains("Half(int x)", Inspect("Half(4)", 2), StringComparison.Ordinal);
        Assert.Contains("Half of it.", Inspect("Half(4)", 2), StringComparison.Ordinal);
        Assert.Contains("Makes an Eve over parameters", Inspect(Optimizer, Optimizer.Length), StringComparison.Ordinal);
        Assert.Contains("Adam", Inspect("TorchSharp.torch.optim.Adam", 24), StringComparison.Ordinal);
        Assert.Null(Inspect("   ", 1));
    }

    [Fact]
    public void History_is_found_by_tail_range_and_pattern()
    {
        foreach (var code in (string[])["1", "2", "1"])
            _client.Execute(code);

        Assert.Equal("""[[0,2,"2"],[0,3,"1"]]""", History(new JsonObject { ["hist_access_type"] = "tail", ["n"] = 2 }));
        Assert.Equal("""[[0,2,["2",null]]]""", History(new JsonObject { ["hist_access_type"] = "range", ["start"] = 2, ["stop"] = 3, ["output"] = true }));
        Assert.Equal("""[[0,3,"1"]]""", History(new JsonObject { ["hist_access_type"] = "search", ["pattern"] = "1*", ["unique"] = true }));
    }

    [Fact]
    public void Comms_are_told_to_be_none()
    {
        Assert.Equal("{}", _client.Ask("comm_info_request", []).Reply.Content["comms"]!.ToJsonString());

        var id = _client.Send("comm_open", new JsonObject { ["comm_id"] = "c1", ["target_name"] = "jupyter.widget", ["data"] = new JsonObject() });

        Assert.Equal("c1", _client.PublishedFor(id).Single(m => m.Type == "comm_close")["comm_id"]);
    }

    [Fact]
    public void A_cell_asks_the_client_for_a_line()
    {
        var id = _client.Send("execute_request", new JsonObject { ["code"] = "Console.ReadLine() + \"!\"", ["allow_stdin"] = true });

        Assert.Equal("input_request", _client.Question().Type);
        _client.SendInput("Ada");

        Assert.Equal("Ada!", (string?)_client.PublishedFor(id).Single(m => m.Type == "execute_result").Content["data"]!["text/plain"]);
    }

    [Fact]
    public void A_client_that_does_not_answer_is_not_asked() =>
        Assert.Contains("does not answer", _client.Execute("Console.ReadLine()", new JsonObject { ["allow_stdin"] = false }).Reply["evalue"], StringComparison.Ordinal);

    [Theory]
    [InlineData("Console.Write(1); while (true) { }")]
    [InlineData("Console.Write(1); await Task.Delay(-1);")]
    [InlineData("Console.Write(1); Console.ReadLine()")]
    public void An_interrupt_stops_a_cell_and_the_session_lives_on(string code)
    {
        _client.Execute("var kept = 7;");
        for (var i = 0; i < 2; i++)
        {
            var id = _client.Send("execute_request", new JsonObject { ["code"] = code, ["allow_stdin"] = true });
            while (_client.Published().Type != "stream")
            {
            }

            _client.SendControl("interrupt_request", []);

            Assert.Equal("interrupt_reply", _client.ControlReply().Type);
            var reply = _client.Reply();
            Assert.Equal(("error", "KeyboardInterrupt"), (reply["status"], reply["ename"]));
            _client.PublishedFor(id);
        }

        Assert.Equal("7", (string?)_client.Execute("kept").Published.Single(m => m.Type == "execute_result").Content["data"]!["text/plain"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_shutdown_is_answered_and_ends_the_kernel_also_while_a_cell_runs(bool restart)
    {
        _client.Send("execute_request", new JsonObject { ["code"] = "Console.Write(1); while (true) { }" });
        while (_client.Published().Type != "stream")
        {
        }

        _client.SendControl("shutdown_request", new JsonObject { ["restart"] = restart });

        var reply = _client.ControlReply();
        Assert.Equal(("shutdown_reply", restart), (reply.Type, reply.Flag("restart", !restart)));
        Assert.Equal(restart, await _client.Running.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void The_heartbeat_gives_back_what_it_gets_while_a_cell_runs()
    {
        _client.Send("execute_request", new JsonObject { ["code"] = "System.Threading.Thread.Sleep(500);" });
        using var heart = new RequestSocket();
        heart.Connect(_client.Info.Endpoint(_client.Info.HeartbeatPort));

        heart.SendFrame("ping");

        Assert.True(heart.TryReceiveFrameString(TimeSpan.FromSeconds(10), out var answer));
        Assert.Equal("ping", answer);
    }

    private KernelMessage Complete(string code) =>
        _client.Ask("complete_request", new JsonObject { ["code"] = code, ["cursor_pos"] = code.EnumerateRunes().Count() }).Reply;

    private string? Inspect(string code, int position) =>
        (string?)_client.Ask("inspect_request", new JsonObject { ["code"] = code, ["cursor_pos"] = position }).Reply.Content["data"]!["text/plain"];

    private string History(JsonObject content) => _client.Ask("history_request", content).Reply.Content["history"]!.ToJsonString();
}
