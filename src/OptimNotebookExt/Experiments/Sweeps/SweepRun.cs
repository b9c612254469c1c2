using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OptimNotebookExt.Experiments.Tasks;

namespace OptimNotebookExt.Experiments.Sweeps;

/// <summary>One run of a sweep.</summary>
/// <param name="Sweep">The sweep.</param>
/// <param name="Phase">What it is for.</param>
/// <param name="Optimizer">The name of the optimizer in the sweep.</param>
/// <param name="Choice">The optimizer with its settings.</param>
/// <param name="Seed">The seed.</param>
internal sealed record SweepRun(SweepDefinition Sweep, SweepPhase Phase, string Optimizer, OptimizerChoice Choice, long Seed)
{
    private const int MaxReadable = 80;

    /// <summary>Steps of the run.</summary>
    internal int Steps => Sweep.Steps ?? TaskCatalog.Get(Sweep.Task).Steps;

    /// <summary>
    /// The name of its files: what is run, readable where it is short, and a hash of all the figures depend on. The same
    /// run has the same key in every sweep, so that a sweep may be extended.
    /// </summary>
    internal string Key
    {
        get
        {
            var settings = Choice.Settings.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => Invariant($"{s.Key}={s.Value:R}")).ToArray();
            var all = Invariant($"{Sweep.Task}\n{Steps}\n{Sweep.Threads}\n{Choice.Name}\n{string.Join('\n', settings)}\n{Seed}");
            var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(all)))[..10].ToLowerInvariant();
            var readable = $"{Choice.Name}_{string.Join('_', settings)}";
            return Invariant($"{(readable.Length > MaxReadable ? readable[..MaxReadable] : readable)}_seed={Seed}_{hash}");
        }
    }

    /// <summary>The run in words.</summary>
    public override string ToString()
    {
        var varied = Sweep.Find(Optimizer).Grid.Select(a => Invariant($" {a.Name}={Choice.Settings[a.Name]:R}"));
        return Invariant($"{Optimizer}{string.Concat(varied)} seed {Seed}");
    }

    /// <summary>Whether the figures are of this run.</summary>
    internal bool IsOf(TaskRun run) =>
        (run.Task, run.Optimizer, run.Seed, run.Steps, run.Threads) == (Sweep.Task, Choice.Name, Seed, Steps, Sweep.Threads)
        && run.Settings.Count == Choice.Settings.Count
        && run.Settings.All(s => Choice.Settings.TryGetValue(s.Key, out var value) && value.Equals(s.Value));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
