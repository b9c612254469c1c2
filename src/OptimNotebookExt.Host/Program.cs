using System.CommandLine;
using OptimNotebookExt.Host.Verbs;

var configuration = new InvocationConfiguration();
// A sweep that is stopped waits for its processes, which a busy machine may take a while to tell.
if (args is ["sweep", ..])
    configuration.ProcessTerminationTimeout = TimeSpan.FromSeconds(10);
return await OptimnbCommand.RunAsync(args, configuration).ConfigureAwait(false);
