using System.Text.RegularExpressions;
using OptimNotebookExt.Tests;

namespace OptimNotebookExt.Host.Tests.Documents;

/// <summary>The figures of sweeps on the pages are those of data/results/sweeps.</summary>
public sealed class SweepPagesTests
{
    public static TheoryData<string, string> Places => new() { { "README.md", "relative" }, { "docs/RESULTS.md", "standings" }, { "docs/USING.md", "rates" } };

    [Theory, MemberData(nameof(Places))]
    public void A_table_of_sweeps_is_that_of_their_results(string page, string table)
    {
        var made = table switch { "relative" => SweepPages.Relative(), "standings" => SweepPages.Standings(), _ => SweepPages.Rates() };
        var file = Repository.Path(page.Split('/'));
        var place = new Regex($"(?<=<!-- sweeps: {table} -->\n).*?(?=<!-- /sweeps -->)", RegexOptions.Singleline);
        if (Environment.GetEnvironmentVariable("OPTIM_APPROVE") == "1")
            File.WriteAllText(file, place.Replace(File.ReadAllText(file), made.Replace("$", "$$", StringComparison.Ordinal)));

        var match = place.Match(File.ReadAllText(file));

        Assert.True(match.Success, $"{page} has no place <!-- sweeps: {table} --> … <!-- /sweeps -->");
        Assert.True(match.Value == made, $"{page}: the table is out of date: run this test with OPTIM_APPROVE=1 and commit what it writes");
    }
}
