using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OptimNotebookExt.Host.Notebooks.Reports;

namespace OptimNotebookExt.Host.Notebooks;

/// <summary>
/// Runs one notebook in a process of its own: the state of TorchSharp belongs to the process, so no notebook sees what
/// another has left behind, and one that crashes takes nothing with it.
/// </summary>
internal static class NotebookProcess
{
    /// <summary>Exit code of a process that could not write its files, and has said why (EX_IOERR of sysexits.h).</summary>
    internal const int CannotWrite = 74;

    /// <summary>Runs a notebook; null where its files could not be written, which its process has said.</summary>
    internal static async Task<NotebookEntry?> RunAsync(RunRequest request, string path, CancellationToken stop)
    {
        var entryFile = Path.Combine(request.Out, $".{Path.GetFileName(path)}.{Environment.ProcessId}.entry");
        try
        {
            var code = await Start(request, path, entryFile, stop).ConfigureAwait(false);
            if (code == CannotWrite)
                return null;
            if (!File.Exists(entryFile))
                return Crashed(request, path, code);
            return JsonSerializer.Deserialize<NotebookEntry>(await File.ReadAllTextAsync(entryFile, CancellationToken.None).ConfigureAwait(false), RunManifestFile.Json)!;
        }
        finally
        {
            File.Delete(entryFile);
            File.Delete(request.UnfinishedFile(path));
        }
    }

    private static async Task<int> Start(RunRequest request, string path, string entryFile, CancellationToken stop)
    {
        List<string> arguments = ["run", Path.GetFullPath(path), "--out", request.Out, "--entry", entryFile];
        foreach (var (name, value) in request.Parameters)
            arguments.AddRange(["--param", $"{name}={value}"]);
        if (request.Device is { } device)
            arguments.AddRange(["--device", device]);
        if (request.CellLimit is { } limit)
            arguments.AddRange(["--cell-timeout", limit.TotalSeconds.ToString("R", CultureInfo.InvariantCulture)]);
        var (program, first) = OwnProgram.Start;
        using var process = Process.Start(new ProcessStartInfo(program, [.. first, .. arguments]) { RedirectStandardInput = true })!;
        try
        {
            await process.WaitForExitAsync(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // A closed input is the sign to stop and to write what there is.
            process.StandardInput.Close();
            if (!process.WaitForExit(TimeSpan.FromSeconds(20)))
                process.Kill(entireProcessTree: true);
        }
        return process.HasExited ? process.ExitCode : -1;
    }

    /// <summary>What the process had saved up to its end, with the end as the error of the cell that ran then.</summary>
    private static NotebookEntry Crashed(RunRequest request, string path, int code)
    {
        var source = Path.GetFullPath(path);
        var (executed, unfinished) = (request.ExecutedFile(source), request.UnfinishedFile(source));
        var (notebook, parameters) = request.Open(source);
        foreach (var cell in notebook.Cells)
            (cell.Outputs, cell.ExecutionCount) = ([], null);
        if (File.Exists(unfinished) && NotebookDocument.Read(unfinished) is { } saved && saved.Cells.Select(c => c.Source).SequenceEqual(notebook.Cells.Select(c => c.Source)))
            notebook = saved;
        var message = string.Create(CultureInfo.InvariantCulture, $"the process ended with exit code {code}{Meaning(code)} while this cell ran.");
        var ran = notebook.Cells.Count(c => c.ExecutionCount is not null);
        if (notebook.Cells.Find(c => c.Kind == CellKind.Code && c.ExecutionCount is null && !string.IsNullOrWhiteSpace(c.Source)) is { } fatal)
        {
            fatal.ExecutionCount = ran + 1;
            // Behind what it had shown by then.
            fatal.Outputs.Add(new JsonObject { ["ename"] = "Crash", ["evalue"] = message, ["output_type"] = "error", ["traceback"] = new JsonArray($"Crash: {message}") });
        }
        AtomicFile.WriteAllText(executed, IpynbWriter.Render(notebook));
        AtomicFile.WriteAllText(request.ReportFile(source), NotebookReport.Render(notebook, Path.GetFileName(source), Path.GetDirectoryName(source)!, [], message));
        return new NotebookEntry
        {
            Notebook = Path.GetFileName(source),
            Source = request.SourceFile(source),
            Status = "crashed",
            Parameters = parameters,
            SourceHash = NotebookJob.Hash(source),
            ExecutedHash = NotebookJob.Hash(executed),
            Cells = ran + 1,
            FailedCell = ran + 1,
            Error = message,
        };
    }

    /// <summary>What the codes say that Unix gives a process which a signal has ended.</summary>
    private static string Meaning(int code) => OperatingSystem.IsWindows() ? "" : code switch
    {
        128 + 6 => " (aborted: a stack overflow or a failure in native code)",
        128 + 9 => " (killed: perhaps the memory was used up)",
        128 + 11 => " (a wrong access to memory)",
        _ => "",
    };
}
