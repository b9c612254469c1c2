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
}
