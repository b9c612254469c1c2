namespace OptimNotebookExt.Tests.Checkpoints;

/// <summary>A wrong file with a checksum that fits.</summary>
/// <param name="What">What is wrong with it.</param>
/// <param name="Make">Makes its bytes of a good one.</param>
/// <param name="Message">What the refusal must say.</param>
internal sealed record Forgery(string What, Func<ForgedFile, byte[]> Make, string Message)
{
    /// <summary>One of the tensors in the header changed.</summary>
    internal static byte[] Tensor(ForgedFile f, string name, Action<System.Text.Json.Nodes.JsonNode> change)
    {
        change(f.Header[name]!);
        return f.Bytes();
    }

    /// <summary>One of the documents in the metadata changed.</summary>
    internal static byte[] Changed(ForgedFile f, string key, Action<System.Text.Json.Nodes.JsonNode> change)
    {
        f.Change(key, change);
        return f.Bytes();
    }
}
