using System.Text.Json.Serialization;

namespace OptimNotebookExt.Host.Bench;

/// <summary>What was measured of one solver of P·G·P = C.</summary>
/// <param name="Device"><c>cpu</c> or <c>cuda</c>.</param>
/// <param name="Size">Rows and columns of the matrices.</param>
/// <param name="Batch">Matrices solved together.</param>
/// <param name="Dtype">Of the matrices.</param>
/// <param name="Solver">A name of <see cref="Projections.ProjectionSolver"/>.</param>
/// <param name="MsMedian">Milliseconds for the batch.</param>
/// <param name="MsMin">The fastest round.</param>
/// <param name="MsMax">The slowest round.</param>
/// <param name="Residual">The largest ‖PGP - C‖ / ‖C‖ of the batch.</param>
internal sealed record PgpRow(
    [property: JsonPropertyName("device")] string Device,
    [property: JsonPropertyName("size")] long Size,
    [property: JsonPropertyName("batch")] long Batch,
    [property: JsonPropertyName("dtype")] string Dtype,
    [property: JsonPropertyName("solver")] string Solver,
    [property: JsonPropertyName("ms_median")] double MsMedian,
    [property: JsonPropertyName("ms_min")] double MsMin,
    [property: JsonPropertyName("ms_max")] double MsMax,
    [property: JsonPropertyName("residual")] double Residual);
