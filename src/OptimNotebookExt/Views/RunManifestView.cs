using System.Globalization;
using OptimNotebookExt.Experiments;

namespace OptimNotebookExt.Views;

/// <summary>What a result was made with: versions, machine, seeds, command line.</summary>
public sealed class RunManifestView : View
{
    private readonly RunManifest manifest;

    /// <summary>Shows a manifest.</summary>
    /// <param name="manifest">The manifest.</param>
    public RunManifestView(RunManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        this.manifest = manifest;
    }

    /// <inheritdoc/>
    public override string Summary => $"Manifest of a run with OptimNotebookExt {manifest.Package} on {manifest.Device}";

    internal static IEnumerable<(string Name, string Value)> Facts(RunManifest manifest)
    {
        yield return ("package", manifest.Commit is { } commit ? $"OptimNotebookExt {manifest.Package}, commit {commit}" : $"OptimNotebookExt {manifest.Package}");
        yield return ("TorchSharp", $"{manifest.TorchSharp}, libtorch {manifest.Libtorch}");
        yield return (".NET", manifest.DotNet);
        yield return ("system", $"{manifest.Os}, {ViewText.Count(manifest.Processors, "processor")}");
        yield return ("device", $"{manifest.Device}, {ViewText.Count(manifest.Threads, "thread")}");
        if (manifest.Seeds.Count > 0)
            yield return ("seeds", string.Join(", ", manifest.Seeds.Select(s => s.ToString(CultureInfo.InvariantCulture))));
        if (manifest.CommandLine is { } command)
            yield return ("command", command);
        // A notebook leaves the date out, so that the same run gives the same text.
        if (manifest.Date != default)
            yield return ("date", manifest.Date.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture));
    }

    private protected override void Write(ViewWriter writer)
    {
        writer.Heading(Summary);
        writer.Facts(Facts(manifest));
    }
}
