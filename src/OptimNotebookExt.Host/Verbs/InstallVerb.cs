using System.CommandLine;
using OptimNotebookExt.Host.Kernels.Install;

namespace OptimNotebookExt.Host.Verbs;

/// <summary><c>optimnb install</c>: tells Jupyter of the kernel.</summary>
internal static class InstallVerb
{
    internal static Command Create()
    {
        var user = new Option<bool>("--user") { Description = "For this user (the default)." };
        var prefix = new Option<string?>("--prefix") { Description = "Below this folder, as /usr/local or a virtual environment." };
        var alias = new Option<string[]>("--alias") { Description = "One more name, as .net-csharp for notebooks of .NET Interactive.", AllowMultipleArgumentsPerToken = true };
        var force = new Option<bool>("--force") { Description = "Replaces another program's kernel of the same name." };
        var command = new Command("install", "Installs the Jupyter kernel of this program.") { user, prefix, alias, force };
        command.SetAction(parsed => ExperimentVerb.Guard(parsed, () =>
        {
            if (parsed.GetValue(user) && parsed.GetValue(prefix) is not null)
                throw new ArgumentException("--user and --prefix exclude each other.");
            var folder = KernelSpec.Folder(parsed.GetValue(prefix));
            foreach (var name in (string[])[KernelSpec.DefaultName, .. parsed.GetValue(alias) ?? []])
                parsed.InvocationConfiguration.Output.WriteLine($"installed the kernel {name} in {KernelSpec.Write(folder, name, parsed.GetValue(force))}");
            return ExitCode.Done;
        }));
        return command;
    }
}
