using System.Runtime.InteropServices;
using System.Text.Json;

namespace OptimNotebookExt.Replay;

/// <summary>Replays a golden file of any kind; the kind is told by its fields, not by its name.</summary>
internal static class GoldenReplay
{
    private static readonly (string Field, Func<JsonElement, string, ReplayTarget, IEnumerable<ReplayResult>> Run)[] Kinds =
    [
        ("grads", (golden, _, target) => TrajectoryReplay.Run(golden, target)),
        ("P_f64", (golden, _, target) => ProjectionReplay.Run(golden, target.Device)),
        ("smooth_param_diag_var", (golden, _, target) => KernelReplay.Run(golden, target.Device)),
        ("lr_batches", (golden, _, _) => EdenReplay.Run(golden)),
        ("early", ExperimentReplay.Run),
    ];

    /// <summary>One result for each path and dtype present in the file.</summary>
    /// <exception cref="InvalidDataException">The file is not golden data; the message says what is wrong.</exception>
    internal static IReadOnlyList<ReplayResult> Run(string file, ReplayTarget? target = null)
    {
        using var stream = File.OpenRead(file);
        return Run(stream, file, target);
    }

    /// <inheritdoc cref="Run(string, ReplayTarget)"/>
    internal static IReadOnlyList<ReplayResult> Run(Stream stream, string file, ReplayTarget? target = null)
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
                    return [.. run(root, file, target ?? ReplayTarget.Cpu)];
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
