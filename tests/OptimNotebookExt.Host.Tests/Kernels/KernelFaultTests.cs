using System.Text;
using System.Text.Json.Nodes;
using NetMQ;
using NetMQ.Sockets;
using OptimNotebookExt.Host.Kernels.Wire;

namespace OptimNotebookExt.Host.Tests.Kernels;

public sealed class KernelFaultTests : IDisposable
{
    private readonly KernelClient _client = new();

    public void Dispose() => _client.Dispose();

    [Fact]
    public void An_unsigned_message_is_dropped() => Dropped("is not signed", frames => frames[1] = []);

    [Fact]
    public void A_wrongly_signed_message_is_dropped() => Dropped("signature is wrong", frames => frames[1][0] ^= 1);

    [Fact]
    public void A_changed_message_is_dropped() => Dropped("signature is wrong", frames => frames[5] = Encoding.UTF8.GetBytes("""{"code":"evil"}"""));

    [Fact]
    public void A_message_of_another_key_is_dropped() =>
        Dropped("signature is wrong", frames => frames[1] = new MessageCodec("another").Write([], "x", null, [])[1]);

    [Fact]
    public void A_short_message_is_dropped() => Dropped("too few frames", frames => frames.RemoveRange(2, frames.Count - 2));

    [Fact]
    public void A_message_without_a_delimiter_is_dropped() => Dropped("too few frames", frames => frames[0] = [1, 2]);

    [Fact]
    public void A_message_that_comes_twice_is_followed_once()
    {
        _client.Execute("var runs = 0;");
        var frames = _client.Frames("execute_request", new JsonObject { ["code"] = "runs++;" });

        _client.SendRaw(frames);
        _client.SendRaw(frames);

        _client.Reply();
        Answers("1", "runs");
        Assert.Contains("has come before", Assert.Single(_client.Reports), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[1]")]
    [InlineData("{\"code\":")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("{\"code\":\"\\ud800\"}")]
    [InlineData("{\"\\udc00\":1}")]
    public void Content_that_is_no_object_is_dropped(string content)
    {
        var frames = new MessageCodecWithRawContent(_client.Info.Key).Write(content);

        _client.SendRaw(frames);

        Answers("2", "1 + 1");
        Assert.Contains("no JSON", Assert.Single(_client.Reports), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_request_and_one_with_wrong_types_leave_the_kernel_alive()
    {
        _client.PublishedFor(_client.Send("film_request", []));
        _client.Ask("execute_request", new JsonObject { ["code"] = 5, ["silent"] = "x", ["user_expressions"] = new JsonArray() });
        _client.Ask("complete_request", new JsonObject { ["code"] = new JsonArray(), ["cursor_pos"] = -5 });
        _client.Ask("history_request", new JsonObject { ["n"] = -1, ["hist_access_type"] = 3 });

        Answers("3", "1 + 2");
    }

    [Fact]
    public void A_client_that_vanishes_during_a_cell_takes_nothing_with_it()
    {
        using (var other = new DealerSocket())
        {
            other.Options.Linger = TimeSpan.FromSeconds(1);
            other.Connect(_client.Info.Endpoint(_client.Info.ShellPort));
            other.SendMultipartBytes(_client.Frames("execute_request", new JsonObject { ["code"] = "var left = 1; Console.Write(1); await Task.Delay(200);" }));
            while (_client.Published().Type != "stream")
            {
            }
        }

        Answers("1", "left");
    }

    [Fact]
    public void A_flood_of_requests_is_answered_one_by_one()
    {
        const int Count = 5_000;
        for (var i = 0; i < Count; i++)
            _client.Send("kernel_info_request", []);
        for (var i = 0; i < Count; i++)
            Assert.Equal("kernel_info_reply", _client.Reply().Type);

        _client.Drain(TimeSpan.FromMilliseconds(100));
        Answers("4", "2 + 2");
    }

    [Fact]
    public void Nothing_listens_beyond_loopback()
    {
        int[] ports = [_client.Info.ShellPort, _client.Info.ControlPort, _client.Info.PublishPort, _client.Info.InputPort, _client.Info.HeartbeatPort];
        var listening = System.Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(e => ports.Contains(e.Port)).ToArray();

        Assert.Equal(ports.Order(), listening.Select(e => e.Port).Order());
        Assert.All(listening, e => Assert.True(System.Net.IPAddress.IsLoopback(e.Address), e.ToString()));
    }

    [Fact]
    public void Bytes_of_no_protocol_do_not_matter()
    {
        using var socket = new System.Net.Sockets.TcpClient("127.0.0.1", _client.Info.ShellPort);
        socket.GetStream().Write("GET / HTTP/1.1\r\nHost: x\r\n\r\n"u8);
        socket.GetStream().Flush();

        Answers("2", "1 + 1");
    }

    [Fact]
    public void Ten_megabytes_of_output_arrive_whole()
    {
        var published = _client.Execute("for (var i = 0; i < 10_000; i++) Console.WriteLine(new string((char)('a' + i % 26), 1023));").Published;

        Assert.Equal(10_000 * 1024, published.Where(m => m.Type == "stream").Sum(m => m["text"]!.Length));
        Answers("2", "1 + 1");
    }

    [Fact]
    public void Environment_Exit_ends_the_cell_and_the_kernel_answers()
    {
        Assert.Contains("Environment.Exit(3)", _client.Execute("Environment.Exit(3);").Reply["evalue"], StringComparison.Ordinal);

        Answers("2", "1 + 1");
    }

    [Fact]
    public void Two_thousand_updates_arrive_in_order()
    {
        var published = _client.Execute("var d = display(-1);\nfor (var i = 0; i < 2000; i++) d.Update(i);").Published;

        Assert.Equal(Enumerable.Range(0, 2000), published.Where(m => m.Type == "update_display_data").Select(m => int.Parse((string)m.Content["data"]!["text/plain"]!, System.Globalization.CultureInfo.InvariantCulture)));
    }

    private void Dropped(string reason, Action<List<byte[]>> change)
    {
        _client.Execute("var runs = 0;");
        var frames = _client.Frames("execute_request", new JsonObject { ["code"] = "runs++;" });
        change(frames);

        _client.SendRaw(frames);

        Answers("0", "runs");
        Assert.Contains(reason, Assert.Single(_client.Reports), StringComparison.Ordinal);
    }

    private void Answers(string expected, string code) =>
        Assert.Equal(expected, (string?)_client.Execute(code).Published.Single(m => m.Type == "execute_result").Content["data"]!["text/plain"]);
}
