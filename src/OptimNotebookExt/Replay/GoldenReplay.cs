using System.Runtime.InteropServices;
using System.Text.Json;

namespace OptimNotebookExt.Replay;

/// <summary>Replays a golden file of any kind; the kind is told by its fields, not by its name.</summary>
internal static class GoldenReplay
{
    private static readonly (string Field, Func<JsonElement, string, IEnumerable<ReplayResult>> Run)[] Kinds =
    [
        ("grads", (golden, _) => TrajectoryReplay.Run(golden)),
        ("P_f64", (golden, _) => ProjectionReplay.Run(golden)),
        ("smooth_param_diag_var", (golden, _) => KernelReplay.Run(golden)),
        ("lr_batches", (golden, _) => EdenReplay.Run(golden)),
        ("early", ExperimentReplay.Run),
    ];

    /// <summary>One result for each path and dtype present in the file.</summary>
    /// <exception cref="InvalidDataException">The file is not golden data; the message says what is wrong.</exception>
    internal static IReadOnlyList<ReplayResult> Run(string file)
    {
        using var stream = File.OpenRead(file);
        return Run(stream, file);
    }

    /// <inheritdoc cref="Run(string)"/>
    internal static IReadOnlyList<ReplayResult> Run(Stream stream, string file)
    {
        TorchBackend.EnsureLoaded();
        try
        {
            using var document = JsonDocument.Parse(stream);
            var root = document.RootElement;
            var sample = root.ValueKind == JsonValueKind.Array ? root.EnumerateArray().FirstOrDefault() : root;
            foreach (var (field, run) in Kinds)
            {
                if (sample.ValueKind == JsonValueKind.Object && sample.TryGetProperty(field, out _))
                    return [.. run(root, file)];
            }
            throw new InvalidDataException($"it has none of the fields {string.Join(", ", Kinds.Select(k => k.Field))}, by which golden files are told.");
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or InvalidOperationException or FormatException or ArgumentException or KeyNotFoundException)
        {
            throw new InvalidDataException($"{file} is not a golden file that can be replayed: {e.Message}", e);
        }
        catch (ExternalException e)
        {
            // libtorch's own words, without its stack.
            throw new InvalidDataException($"{file} is not a golden file that can be replayed: {e.Message.Split('\n')[0]}", e);
        }
    }
}
