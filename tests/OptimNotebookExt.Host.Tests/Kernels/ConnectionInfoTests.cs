using OptimNotebookExt.Host.Kernels.Wire;
using OptimNotebookExt.Host.Tests.Reports;

namespace OptimNotebookExt.Host.Tests.Kernels;

public sealed class ConnectionInfoTests : IDisposable
{
    private const string Good = """{"transport":"tcp","ip":"127.0.0.1","key":"k","signature_scheme":"hmac-sha256","shell_port":1,"control_port":2,"iopub_port":3,"stdin_port":4,"hb_port":5,"kernel_name":"x"}""";

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_connection_file_of_Jupyter_is_read()
    {
        var info = Read(Good);

        Assert.Equal((1, 2, 3, 4, 5), (info.ShellPort, info.ControlPort, info.PublishPort, info.InputPort, info.HeartbeatPort));
        Assert.Equal("tcp://127.0.0.1:1", info.Endpoint(info.ShellPort));
    }

    [Theory]
    [InlineData("127.0.0.1", "0.0.0.0", "--beyond-loopback")]
    [InlineData("127.0.0.1", "10.0.0.1", "--beyond-loopback")]
    [InlineData("127.0.0.1", "*", "no address")]
    [InlineData("\"k\"", "\"\"", "has no key")]
    [InlineData("\"tcp\"", "\"ipc\"", "only tcp")]
    [InlineData("hmac-sha256", "hmac-md5", "only hmac-sha256")]
    [InlineData("\"hb_port\":5", "\"hb_port\":1", "five different ports")]
    [InlineData("\"hb_port\":5", "\"hb_port\":0", "five different ports")]
    [InlineData("\"hb_port\":5", "\"hb_port\":\"x\"", "no connection file")]
    [InlineData("{", "[", "no connection file")]
    public void What_the_kernel_must_not_follow_is_refused(string from, string to, string expected) =>
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => Read(Good.Replace(from, to, StringComparison.Ordinal))).Message, StringComparison.Ordinal);

    [Fact]
    public void Beyond_loopback_is_allowed_where_it_is_asked_for() =>
        Assert.Equal("10.0.0.1", ConnectionInfo.Read(_folder.Write("c.json", Good.Replace("127.0.0.1", "10.0.0.1", StringComparison.Ordinal)), beyondLoopback: true).Address);

    [Fact]
    public void A_missing_file_is_said() => Assert.Throws<FileNotFoundException>(() => ConnectionInfo.Read(_folder.File("none.json")));

    private ConnectionInfo Read(string text) => ConnectionInfo.Read(_folder.Write("c.json", text));
}
