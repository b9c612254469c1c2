using System.CommandLine;
using OptimNotebookExt.Host.Verbs;

var root = new RootCommand("The lab of OptimNotebookExt: replays the golden data, runs the experiments, writes the reports.")
{
    ReplayVerb.Create(),
    ExperimentVerb.Create(),
    ReportVerb.Create(),
    BenchVerb.Create(),
};
return root.Parse(args).Invoke();
