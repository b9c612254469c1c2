using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OptimNotebookExt.Host.Bench;

/// <summary>The same optimizers in PyTorch, in a process of their own that is asked for a round at a time (benchmarks/pytorch/bench.py).</summary>
internal sealed class PyTorch : IDisposable
{
    private const string Script = "benchmarks/pytorch/bench.py";
    private readonly Process process;

    private PyTorch(Process process, int threads)
    {
        this.process = process;
        var answer = Ask(new { threads });
        (Version, GemmGflops) = (answer["version"]!.GetValue<string>(), answer["gemm_gflops"]!.GetValue<double>());
    }

    internal string Version { get; }

    /// <summary>By which a slow BLAS shows: Debian's default is thirty times slower than OpenBLAS.</summary>
    internal double GemmGflops { get; }

    /// <summary>Starts Python.</summary>
    /// <param name="threads">Threads of PyTorch.</param>
    /// <param name="root">Where Debian's packages were unpacked, so that they need not be installed; null where PyTorch is installed.</param>
    /// <exception cref="InvalidOperationException">The script is not below the current folder, or Python does not find PyTorch.</exception>
    internal static PyTorch Start(int threads, DirectoryInfo? root)
    {
        if (!File.Exists(Script))
            throw new InvalidOperationException($"--with-pytorch needs {Script}: run it from the root of the repository.");
        var start = new ProcessStartInfo(root is null ? "python3" : "/usr/bin/python3", Script) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        if (root is not null)
        {
            start.Environment["PYTHONPATH"] = Path.Combine(root.FullName, "usr/lib/python3/dist-packages");
            start.Environment["LD_LIBRARY_PATH"] = string.Join(
                ':', Libraries.Select(folder => Path.Combine(root.FullName, folder)));
        }
        return new PyTorch(Process.Start(start)!, threads);
    }

    /// <summary>Makes parameters and optimizers of a set, and lets them settle.</summary>
    internal void Prepare(BenchSet set, IReadOnlyList<BenchCase> cases) => Ask(new
    {
        shapes = set.Shapes,
        cases = cases.Select(c => new { optimizer = c.Optimizer, phase = c.Phase, hyper = c.SettingsFor(set) }),
    });

    /// <summary>A round of one case, in milliseconds a step.</summary>
    internal double Measure(int number) => Ask(new { measure = true, only = new[] { number } })["ms"]![number.ToString(System.Globalization.CultureInfo.InvariantCulture)]!.GetValue<double>();

    public void Dispose()
    {
        process.StandardInput.Close();
        if (!process.WaitForExit(5000))
            process.Kill();
        process.Dispose();
    }

    /// <summary>OpenBLAS first, then all that Debian's packages put elsewhere.</summary>
    private static string[] Libraries =>
    [
        "usr/lib/x86_64-linux-gnu/openblas-pthread", "usr/lib/x86_64-linux-gnu", "lib/x86_64-linux-gnu", "usr/lib", "usr/lib/ogdi",
    ];

    private JsonNode Ask(object request)
    {
        process.StandardInput.WriteLine(JsonSerializer.Serialize(request));
        return process.StandardOutput.ReadLine() is { } line
            ? JsonNode.Parse(line)!
            : throw new InvalidOperationException("PyTorch did not answer: is python3-torch installed, with libopenblas0-pthread? Its own message stands above.");
    }
}
