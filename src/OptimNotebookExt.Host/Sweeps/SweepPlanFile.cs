using System.Security.Cryptography;
using System.Text;
using OptimNotebookExt.Experiments.Sweeps;

namespace OptimNotebookExt.Host.Sweeps;

/// <summary>The copy of a sweep file that workers read, so that a change of the file does not reach a sweep under way.</summary>
internal static class SweepPlanFile
{
    internal static string Write(SweepDefinition sweep, SweepFolder folder)
    {
        var plans = Path.Combine(folder.Root, "plans");
        Directory.CreateDirectory(plans);
        var text = SweepWriter.Text(sweep);
        var path = Path.Combine(plans, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..10].ToLowerInvariant() + ".json");
        if (!File.Exists(path))
            AtomicFile.WriteAllText(path, text);
        return path;
    }
}
