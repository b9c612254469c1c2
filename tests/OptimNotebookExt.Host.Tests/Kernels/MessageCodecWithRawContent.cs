using System.Security.Cryptography;
using System.Text;

namespace OptimNotebookExt.Host.Tests.Kernels;

/// <summary>Signs by the words of the protocol: HMAC-SHA256 of header, parent, metadata and content, in hexadecimal digits.</summary>
internal sealed class MessageCodecWithRawContent(string key)
{
    internal List<byte[]> Write(string content)
    {
        byte[][] parts = [Encoding.UTF8.GetBytes($$"""{"msg_id":"{{Guid.NewGuid()}}","msg_type":"execute_request"}"""), "{}"u8.ToArray(), "{}"u8.ToArray(), Encoding.UTF8.GetBytes(content)];
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), parts.SelectMany(p => p).ToArray());
        return ["<IDS|MSG>"u8.ToArray(), Encoding.ASCII.GetBytes(Convert.ToHexStringLower(signature)), .. parts];
    }
}
