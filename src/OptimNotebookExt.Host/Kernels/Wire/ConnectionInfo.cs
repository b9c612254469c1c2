using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OptimNotebookExt.Host.Kernels.Wire;

/// <summary>Where a client of Jupyter wants the kernel to listen, and the key that signs the messages.</summary>
internal sealed record ConnectionInfo
{
    [JsonPropertyName("transport")]
    public string Transport { get; init; } = "tcp";

    [JsonPropertyName("ip")]
    public string Address { get; init; } = "127.0.0.1";

    [JsonPropertyName("key")]
    public string Key { get; init; } = "";

    [JsonPropertyName("signature_scheme")]
    public string SignatureScheme { get; init; } = "hmac-sha256";

    [JsonPropertyName("shell_port")]
    public int ShellPort { get; init; }

    [JsonPropertyName("control_port")]
    public int ControlPort { get; init; }

    [JsonPropertyName("iopub_port")]
    public int PublishPort { get; init; }

    [JsonPropertyName("stdin_port")]
    public int InputPort { get; init; }

    [JsonPropertyName("hb_port")]
    public int HeartbeatPort { get; init; }

    /// <summary>Reads a connection file.</summary>
    /// <param name="path">The file that the client has written.</param>
    /// <param name="beyondLoopback">Whether addresses that other machines can reach are allowed.</param>
    /// <exception cref="InvalidDataException">It is none, or asks for what the kernel does not do.</exception>
    internal static ConnectionInfo Read(string path, bool beyondLoopback = false)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path}: there is no such connection file; Jupyter writes one and names it.");
        ConnectionInfo? info;
        try
        {
            info = JsonSerializer.Deserialize<ConnectionInfo>(File.ReadAllText(path));
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{path}: this is no connection file ({e.Message})", e);
        }
        if (info?.Fault(beyondLoopback) is { } fault)
            throw new InvalidDataException($"{path}: {fault}");
        return info ?? throw new InvalidDataException($"{path}: this is no connection file.");
    }

    internal string Endpoint(int port) => $"tcp://{(Address.Contains(':', StringComparison.Ordinal) ? $"[{Address}]" : Address)}:{port}";

    private string? Fault(bool beyondLoopback)
    {
        if (Transport != "tcp")
            return $"the transport is '{Transport}'; only tcp is spoken here.";
        if (SignatureScheme != "hmac-sha256")
            return $"the signature scheme is '{SignatureScheme}'; only hmac-sha256 is known here.";
        if (Key.Length == 0)
            return "it has no key, so anybody on this machine could run code; let the client write one.";
        if (!IPAddress.TryParse(Address, out var address))
            return $"'{Address}' is no address.";
        if (!IPAddress.IsLoopback(address) && !beyondLoopback)
            return $"{Address} can be reached from other machines; if that is meant, start the kernel with --beyond-loopback.";
        int[] ports = [ShellPort, ControlPort, PublishPort, InputPort, HeartbeatPort];
        return ports.Any(p => p is < 1 or > 65535) || ports.Distinct().Count() < ports.Length ? "it must name five different ports." : null;
    }
}
