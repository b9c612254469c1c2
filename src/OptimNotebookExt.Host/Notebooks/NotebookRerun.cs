using System.Globalization;
using OptimNotebookExt.Host.Notebooks.Checks;
using OptimNotebookExt.Host.Terminals;

namespace OptimNotebookExt.Host.Notebooks;

/// <summary>Runs the notebooks of a manifest again, with their parameters, and compares what they show.</summary>
internal static class NotebookRerun
{
    /// <param name="manifest">What <c>optimnb run</c> wrote; the executed notebooks lie beside it.</param>
    /// <param name="output">Told of every notebook.</param>
    /// <param name="error">Where a terminal shows how it goes.</param>
    /// <param name="stop">Stops it.</param>
    /// <returns>Whether all showed the same.</returns>
    /// <exception cref="InvalidDataException">A notebook has changed since, or its output has.</exception>
    /// <exception cref="FileNotFoundException">A notebook, or its output, is not there any more.</exception>
    internal static async Task<bool> RunAsync(string manifest, TextWriter output, TextWriter error, CancellationToken stop)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(manifest))!;
        var entries = RunManifestFile.ReadFile(manifest);
        // What cannot be compared is said before anything runs.
        foreach (var entry in entries)
        {
            Check(manifest, Source(manifest, folder, entry), entry.SourceHash);
            Check(manifest, Executed(folder, entry), entry.ExecutedHash);
        }
        var scratch = Directory.CreateTempSubdirectory("optimnb-rerun-");
        try
        {
            return await ProgressDisplay.RunAsync(output, error, entries.Count, display => Compare(manifest, folder, entries, scratch.FullName, display, stop)).ConfigureAwait(false);
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private static async Task<bool> Compare(string manifest, string folder, IReadOnlyList<NotebookEntry> entries, string scratch, ProgressDisplay display, CancellationToken stop)
    {
        var same = 0;
        foreach (var entry in entries)
        {
            display.Begin(entry.Notebook);
            var differences = await Differences(entry, Source(manifest, folder, entry), Executed(folder, entry), scratch, stop).ConfigureAwait(false);
            same += differences.Count == 0 ? 1 : 0;
            display.WriteLine($"{entry.Notebook}: {(differences.Count == 0 ? "shows the same" : "differs")}");
            foreach (var difference in differences)
                display.WriteLine($"  {difference}");
            display.Advance();
        }
        display.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{same} of {entries.Count} notebooks show the same"));
        return same == entries.Count;
    }

    private static async Task<IReadOnlyList<string>> Differences(NotebookEntry entry, string source, string executed, string scratch, CancellationToken stop)
    {
        // The device is among the parameters where it was set.
        var request = new RunRequest(scratch, [.. entry.Parameters], null, null);
        var again = await NotebookProcess.RunAsync(request, source, stop).ConfigureAwait(false) ?? throw new IOException($"{entry.Notebook} could not be written to {scratch}.");
        stop.ThrowIfCancellationRequested();
        if (again.Status != entry.Status && entry.Status != NotebookEntry.Differs)
            return [$"it {again.Status}, and had {entry.Status}{(again.Error is null ? "" : $": {again.Error}")}"];
        return NotebookCheck.Differences(NotebookDocument.Read(executed), NotebookDocument.Read(request.ExecutedFile(source)));
    }

    private static string Source(string manifest, string folder, NotebookEntry entry) => entry.Source is { } source
        ? Path.GetFullPath(source, folder)
        : throw new InvalidDataException($"{manifest}: it does not say where {entry.Notebook} was; run the notebook again with this version.");

    private static string Executed(string folder, NotebookEntry entry) => Path.Combine(folder, Path.GetFileNameWithoutExtension(entry.Notebook) + ".ipynb");

    private static void Check(string manifest, string file, string hash)
    {
        if (!File.Exists(file))
            throw new FileNotFoundException($"{manifest}: {file} is not there any more.");
        if (NotebookJob.Hash(file) != hash)
            throw new InvalidDataException($"{manifest}: {file} has changed since it was run.");
    }
}
