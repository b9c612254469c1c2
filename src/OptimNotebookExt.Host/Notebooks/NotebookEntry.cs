using System.Text.Json.Serialization;

namespace OptimNotebookExt.Host.Notebooks;

/// <summary>What the manifest says of one notebook.</summary>
internal sealed record NotebookEntry
{
    internal const string Passed = "passed";

    /// <summary>Its outputs are not the committed ones.</summary>
    internal const string Differs = "differs";

    /// <summary>Name of its file.</summary>
    public required string Notebook { get; init; }

    /// <summary>Where that was, from the manifest's folder; null in manifests of before it was noted.</summary>
    public string? Source { get; init; }

    /// <summary><c>passed</c>, <c>failed</c>, <c>interrupted</c>, <c>crashed</c> where its process ended, <c>differs</c> where its outputs are not the committed ones.</summary>
    public required string Status { get; init; }

    /// <summary>Its parameters that were set for this run.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    /// <summary>SHA-256 of the file that was run, in hexadecimal digits.</summary>
    [JsonPropertyName("source_sha256")]
    public required string SourceHash { get; init; }

    /// <summary>SHA-256 of the executed file.</summary>
    [JsonPropertyName("executed_sha256")]
    public required string ExecutedHash { get; init; }

    /// <summary>Code cells that were started.</summary>
    public int Cells { get; init; }

    /// <summary>The number of the cell that failed.</summary>
    [JsonPropertyName("failed_cell")]
    public int? FailedCell { get; init; }

    /// <summary>Why.</summary>
    public string? Error { get; init; }

    /// <summary>How long the cells ran.</summary>
    public double Seconds { get; init; }

    /// <summary>How the outputs differ from the committed ones; null where they were not compared.</summary>
    public IReadOnlyList<string>? Differences { get; init; }

    internal NotebookEntry Compared(IReadOnlyList<string> differences) =>
        this with { Differences = differences, Status = differences.Count == 0 ? Status : Differs };
}
