using System.Text.Json.Serialization;

namespace OptimNotebookExt.Host.Bench;

/// <summary>What was measured of one optimizer, path and phase on one set; null where it was not measured.</summary>
internal sealed record BenchRow
{
    [JsonPropertyName("set")]
    public required string Set { get; init; }

    [JsonPropertyName("optimizer")]
    public required string Optimizer { get; init; }

    /// <summary><c>reference</c>, <c>fast</c>, <c>device</c>, or <c>torchsharp</c> for TorchSharp's own AdamW.</summary>
    [JsonPropertyName("path")]
    public required string Path { get; init; }

    /// <summary><c>step</c>, <c>amortised</c> over a period, <c>steady</c> between re-estimates, or one <c>reestimate</c>.</summary>
    [JsonPropertyName("phase")]
    public required string Phase { get; init; }

    [JsonPropertyName("threads")]
    public required int Threads { get; init; }

    [JsonPropertyName("dtype")]
    public required string Dtype { get; init; }

    [JsonPropertyName("rounds")]
    public required int Rounds { get; init; }

    [JsonPropertyName("ms_median")]
    public required double MsMedian { get; init; }

    [JsonPropertyName("ms_min")]
    public required double MsMin { get; init; }

    [JsonPropertyName("ms_max")]
    public required double MsMax { get; init; }

    [JsonPropertyName("ms_torchsharp_adamw")]
    public required double? MsTorchSharpAdamW { get; init; }

    [JsonPropertyName("ms_pytorch")]
    public double? MsPyTorch { get; init; }

    [JsonPropertyName("limit_kind")]
    public required string LimitKind { get; init; }

    [JsonPropertyName("ms_limit")]
    public double? MsLimit { get; init; }

    /// <summary>Bytes a step must read and write: each of its tensors once.</summary>
    [JsonPropertyName("bytes_moved")]
    public long? BytesMoved { get; init; }

    [JsonPropertyName("flops")]
    public double? Flops { get; init; }

    /// <summary>State the optimizer keeps.</summary>
    [JsonPropertyName("extra_bytes_per_parameter")]
    public double? ExtraBytesPerParameter { get; init; }

    /// <summary>Managed bytes a step allocates on the calling thread.</summary>
    [JsonPropertyName("allocated_bytes_per_step")]
    public double? AllocatedBytesPerStep { get; init; }

    /// <summary>Tensors that libtorch returned in a step; not counted on the fast path.</summary>
    [JsonPropertyName("tensors_per_step")]
    public double? TensorsPerStep { get; init; }
}
