using System.CommandLine;
using OptimNotebookExt.Host.Verbs;

var root = new RootCommand("The lab of OptimNotebookExt: replays the golden data, runs the experiments, writes the reports, draws the gallery, converts histories, runs notebooks.")
{
    ReplayVerb.Create(),
    ExperimentVerb.Create(),
    RerunVerb.Create(),
    ReportVerb.Create(),
    BenchVerb.Create(),
    GalleryVerb.Create(),
    HistoryVerb.Create(),
    RunVerb.Create(),
    IndexVerb.Create(),
    KernelVerb.Create(),
    InstallVerb.Create(),
    DoctorVerb.Create(),
};
return await root.Parse(args).InvokeAsync().ConfigureAwait(false);
