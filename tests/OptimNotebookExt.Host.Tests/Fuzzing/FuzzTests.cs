using OptimNotebookExt.Fuzz;

namespace OptimNotebookExt.Host.Tests.Fuzzing;

/// <summary>A short run of the fuzz program, and all that it has ever found.</summary>
public sealed class FuzzTests
{
    public static TheoryData<string> Targets => [.. FuzzTargets.Names];

    [Theory, MemberData(nameof(Targets))]
    public void Whatever_comes_is_taken_or_refused_with_a_reason(string target)
    {
        // Golden files are replayed whole.
        var cases = target == "golden" ? 2_000 : 20_000;
        var run = new FuzzRun(target, seed: 20_261_123, threads: 1);

        var report = run.Cases(0, cases);

        Assert.True(run.Findings.Count == 0, string.Join('\n', run.Findings.Select(f => $"case {f.Number}: {f.What}")));
        Assert.Equal(cases, report.Taken + report.Refused);
        Assert.InRange(report.Taken, cases / 100, cases * 99 / 100);
    }

    [Theory, MemberData(nameof(Targets))]
    public void What_was_found_once_stays_mended(string target)
    {
        var reader = FuzzTargets.Create(target);
        Assert.All(FuzzTargets.Corpus(target), file => reader.Read(File.ReadAllBytes(file)));
    }

    [Fact]
    public void A_case_is_made_by_its_seed_and_number_alone()
    {
        foreach (var target in FuzzTargets.Names)
        {
            var (first, second) = (FuzzTargets.Create(target), FuzzTargets.Create(target));
            second.Make(new FuzzRandom(1, 5));
            Assert.Equal(first.Make(new FuzzRandom(1, 77)), second.Make(new FuzzRandom(1, 77)));
        }
    }

    [Fact]
    public void The_corpus_is_there() => Assert.NotEmpty(FuzzTargets.Names.SelectMany(FuzzTargets.Corpus));
}
