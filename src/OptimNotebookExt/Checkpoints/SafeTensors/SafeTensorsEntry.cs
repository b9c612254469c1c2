using static TorchSharp.torch;

namespace OptimNotebookExt.Checkpoints.SafeTensors;

/// <summary>Where a tensor lies in a safetensors file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Dtype">Its dtype.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Begin">First byte, counted from the end of the header.</param>
/// <param name="End">The byte after the last.</param>
internal sealed record SafeTensorsEntry(string Name, ScalarType Dtype, long[] Shape, long Begin, long End)
{
    internal long Bytes => End - Begin;
}
