using System.CommandLine;

namespace OptimNotebookExt.Host.Verbs;

/// <summary><c>optimnb</c>: every verb.</summary>
internal static class OptimnbCommand
{
    internal static RootCommand Create() => new("The lab of OptimNotebookExt: trains, measures, executes notebooks, and shows what is inside optimizers.")
    {
        ReplayVerb.Create(),
        ExperimentVerb.Create(),
        SweepVerb.Create(),
        RerunVerb.Create(),
        ReportVerb.Create(),
        BenchVerb.Create(),
        PgpVerb.Create(),
        GalleryVerb.Create(),
        HistoryVerb.Create(),
        RunVerb.Create(),
        IndexVerb.Create(),
        KernelVerb.Create(),
        InstallVerb.Create(),
        DoctorVerb.Create(),
        CompletionVerb.Create(),
    };

    /// <summary>Runs a command line.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    internal static async Task<int> RunAsync(string[] arguments, InvocationConfiguration configuration, CancellationToken cancellation = default)
    {
        var parsed = Create().Parse(arguments);
        var code = await parsed.InvokeAsync(configuration, cancellation).ConfigureAwait(false);
        // The parser gives 1, as if something had been tried.
        return parsed.Errors.Count > 0 && code == ExitCode.Failed ? ExitCode.Unusable : code;
    }
}
