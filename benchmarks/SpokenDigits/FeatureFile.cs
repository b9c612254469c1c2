using OptimNotebookExt;
using OptimNotebookExt.Checkpoints.SafeTensors;
using static TorchSharp.torch;

namespace SpokenDigits;

/// <summary>The file of features, in the format of checkpoints.</summary>
internal static class FeatureFile
{
    internal static void Write(string path, IReadOnlyDictionary<string, string> notes, IReadOnlyDictionary<string, Tensor> tensors)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        AtomicFile.WriteStream(path, stream => SafeTensorsFile.Write(stream, notes, tensors));
    }

    /// <summary>Its tensors as bytes, one after the other.</summary>
    internal static IReadOnlyDictionary<string, byte[]> Read(string path)
    {
        using var stream = File.OpenRead(path);
        using var file = SafeTensorsFile.Read(stream, withTensors: true);
        return file.Tensors.ToDictionary(t => t.Key, t => t.Value.data<byte>().ToArray());
    }
}
