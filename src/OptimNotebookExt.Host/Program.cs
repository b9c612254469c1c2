using System.CommandLine;
using OptimNotebookExt.Host.Verbs;

var root = new RootCommand("The lab of OptimNotebookExt: replays the golden data, runs the experiments, writes the reports, draws the gallery, converts histories.")
{
    ReplayVerb.Create(),
    ExperimentVerb.Create(),
    RerunVerb.Create(),
    ReportVerb.Create(),
    BenchVerb.Create(),
    GalleryVerb.Create(),
    HistoryVerb.Create(),
};
return root.Parse(args).Invoke();
