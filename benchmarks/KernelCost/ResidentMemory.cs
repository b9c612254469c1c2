using System.Globalization;

namespace KernelCost;

/// <summary>The resident memory of a process in MiB, taken apart as Linux accounts for it.</summary>
/// <param name="Total">All pages.</param>
/// <param name="Own">Heaps, stacks, compiled code: pages that belong to no file.</param>
/// <param name="Files">Pages of mapped files, by the file's name, the largest first. The system can take them back.</param>
internal sealed record ResidentMemory(double Total, double Own, IReadOnlyList<(string File, double Size)> Files)
{
    internal static ResidentMemory Of(int process)
    {
        double total = 0, own = 0;
        var files = new Dictionary<string, double>(StringComparer.Ordinal);
        var file = "";
        double resident = 0;
        foreach (var line in File.ReadLines($"/proc/{process}/smaps"))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            switch (words[0])
            {
                case "Rss:":
                    total += resident = Mebi(words[1]);
                    break;
                case "Anonymous:":
                    var anonymous = Mebi(words[1]);
                    own += anonymous;
                    if (resident > anonymous)
                        files[file] = files.GetValueOrDefault(file) + resident - anonymous;
                    break;
                default:
                    // 7f00-7f01 r--p 00000000 08:01 123 /a/file
                    if (words[0].Contains('-', StringComparison.Ordinal))
                        file = words.Length > 5 ? Path.GetFileName(words[5]) : "";
                    break;
            }
        }
        return new ResidentMemory(total, own, [.. files.OrderByDescending(f => f.Value).Select(f => (f.Key, f.Value))]);
    }

    private static double Mebi(string kibi) => double.Parse(kibi, CultureInfo.InvariantCulture) / 1024;
}
