using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using TorchSharp;

namespace OptimNotebookExt.Host.Bench;

/// <summary>The machine of a run, with its limits as measured in that run.</summary>
internal sealed record BenchMachine
{
    [JsonPropertyName("cpu")]
    public string Cpu { get; } = CpuName();

    [JsonPropertyName("cores")]
    public int Cores { get; } = Environment.ProcessorCount;

    [JsonPropertyName("os")]
    public string Os { get; } = RuntimeInformation.OSDescription;

    [JsonPropertyName("runtime")]
    public string Runtime { get; } = RuntimeInformation.FrameworkDescription;

    [JsonPropertyName("torchsharp")]
    public string TorchSharpVersion { get; } = typeof(torch).Assembly.GetName().Version!.ToString(3);

    /// <summary>Bits of the vectors that the kernels use.</summary>
    [JsonPropertyName("vector_bits")]
    public int VectorBits { get; } = Vector<byte>.Count * 8;

    [JsonPropertyName("date")]
    public string Date { get; } = DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Other work on the machine shows here: processes that wanted to run in the minute before.</summary>
    [JsonPropertyName("load_average")]
    public double? LoadAverage { get; } = Load();

    [JsonPropertyName("threads")]
    public required int Threads { get; init; }

    /// <summary><c>cpu</c> or <c>cuda</c>: where the steps and both limits were measured.</summary>
    [JsonPropertyName("device")]
    public required string Device { get; init; }

    /// <summary>2·N bytes ÷ the time of a copy of N = 256 MB.</summary>
    [JsonPropertyName("copy_gb_s")]
    public required double CopyGbPerSecond { get; init; }

    /// <summary>2·n³ ÷ the time of a float32 product of n = 1024.</summary>
    [JsonPropertyName("gemm_gflops")]
    public required double GemmGflops { get; init; }

    [JsonPropertyName("pytorch")]
    public string? PyTorchVersion { get; init; }

    /// <summary>The same product in PyTorch.</summary>
    [JsonPropertyName("pytorch_gemm_gflops")]
    public double? PyTorchGemmGflops { get; init; }

    private static string CpuName()
    {
        try
        {
            var line = File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal));
            return line?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
        }
        catch (IOException)
        {
            return RuntimeInformation.ProcessArchitecture.ToString();
        }
    }

    private static double? Load()
    {
        try
        {
            return double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or FormatException)
        {
            return null;
        }
    }
}
