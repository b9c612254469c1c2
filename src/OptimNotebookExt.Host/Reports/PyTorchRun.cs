namespace OptimNotebookExt.Host.Reports;

/// <summary>A run of the PyTorch reference on the same data, from a golden experiment file.</summary>
internal sealed record PyTorchRun(long Seed, string Key, IReadOnlyList<double> AvgLoss, double Final)
{
    /// <summary>All runs of golden experiment files.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is not JSON, or a field is missing or of the wrong kind; the message names both.</exception>
    internal static IReadOnlyList<PyTorchRun> Read(IEnumerable<string> paths) => [.. paths.SelectMany(ReadFile)];

    private static IEnumerable<PyTorchRun> ReadFile(string path)
    {
        var root = JsonField.ReadObject(path);
        var seed = root.Get("seed").Integer();
        return root.Get("runs").Properties().Select(run => new PyTorchRun(
            seed, run.Name, run.Field.Get("avg_loss_epoch_start").NumberArray(), run.Field.Get("final_avg_loss").Number()));
    }
}
