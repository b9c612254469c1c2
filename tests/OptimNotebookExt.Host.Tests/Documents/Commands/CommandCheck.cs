using System.Text.RegularExpressions;

namespace OptimNotebookExt.Host.Tests.Documents.Commands;

/// <summary>Who sees to it that commands of the pages work. A command that a page shows is of exactly one row of <see cref="All"/>.</summary>
internal sealed record CommandCheck
{
    private const string Suite = "tests/OptimNotebookExt.Tests";
    private const string Host = "tests/OptimNotebookExt.Host.Tests";

    private CommandCheck(string pattern) => Pattern = new Regex($"^(?:{pattern})$", RegexOptions.CultureInvariant);

    /// <summary>The rows. Where a row has neither, nothing runs the command by itself, and its reason says why.</summary>
    internal static IReadOnlyList<CommandCheck> All { get; } =
    [
        // What is quick runs in CommandRunTests, in the order of the pages; as it stands, or with values for its placeholders.
        Run("optimnb (?:--help|doctor)"),
        Run("optimnb experiment quadratic .*--json out.json"),
        Run("optimnb rerun out.json"),
        Run("optimnb install(?: --alias .net-csharp)?"),
        Run("optimnb history run.json"),
        Run("optimnb history FILE.json --parquet FILE", "optimnb history run.json --parquet run.parquet"),
        Run("optimnb report --results \\S+/sweep.json .*", "optimnb report --results data/results/sweeps/quadratic/sweep.json --out quadratic.html"),
        Run("optimnb rerun out/quadratic/sweep.json --run KEY", "optimnb rerun data/results/sweeps/quadratic/sweep.json --run {run}"),
        Run("(?:dotnet run --project src/OptimNotebookExt.Host -- |optimnb )VERB", "dotnet run --no-build -c {configuration} --project src/OptimNotebookExt.Host -- doctor"),
        Run("(?:python3 )?eng/mutations/run.py.*", "python3 eng/mutations/run.py --list"),
        Run(
            "dotnet run -c Release --project benchmarks/soak -- --json data/results/soak.json",
            "dotnet run --no-build -c {configuration} --project benchmarks/soak -- --steps 20 --warm-up 5 --cells 0 --optimizer Eve --json {folder}/soak.json"),

        // What takes longer, or needs more than the checkout, is run by another check.
        By(".ci/run", "./run.sh", @"\./run\.sh", "all of it is part of continuous integration"),
        By(".ci/run", "./test.sh", @"\./test\.sh(?: --filter .*)?", "all of it is part of continuous integration"),
        By(".github/workflows/ci.yml", "./run.sh --device cuda", @"\./run\.sh --device cuda", "needs a GPU"),
        By("run.sh", "replay data/golden/*.json", @"optimnb replay(?: data/golden/\*\.json)?", "takes half a minute"),
        By("run.sh", "run \"${notebooks[@]}\" --out out/notebooks", @"optimnb run(?: notebooks/\*\.ipynb.*| notebooks/01-eve\.ipynb --out out/notebooks| NOTEBOOK…)?", "takes minutes"),
        By("run.sh", "gallery --out out/gallery", "optimnb gallery --out DIR", "takes ten seconds"),
        By($"{Host}/Notebooks/RunVerbTests.cs", "--param", @"optimnb run \S+\.ipynb --param .*", "the notebooks take minutes with more seeds; a GPU"),
        By($"{Host}/Notebooks/NotebookRerunTests.cs", "manifest.json", @"optimnb rerun out/notebooks/manifest\.json", "takes minutes"),
        By($"{Host}/Experiments/RerunVerbTests.cs", "\"rerun\"", @"optimnb rerun(?: FILE| out/results\.json| data/results/\S+(?: --run \S+)?)?", "takes minutes"),
        By($"{Host}/Experiments/ExperimentVerbTests.cs", "\"eve-cain\"", "optimnb experiment(?: (?!quadratic .*--json out.json$).*)?", "takes minutes to half an hour"),
        By($"{Host}/Sweeps/SweepStatusTests.cs", "--status", @"optimnb sweep(?: (?!.*--slurm).*)?", "takes minutes to hours"),
        By($"{Host}/Sweeps/SlurmTests.cs", "--slurm", "optimnb sweep .*--slurm.*", "needs Slurm"),
        By($"{Host}/Sweeps/SlurmTests.cs", "slurm.sh", @"eng/slurm\.sh run DIR COMMAND", "needs Slurm"),
        By($"{Host}/BenchVerbTests.cs", "BenchVerb.Create", "optimnb bench.*", "takes minutes; PyTorch"),
        By($"{Host}/PgpVerbTests.cs", "PgpVerb.Create", "optimnb pgp.*", "takes minutes"),
        By("eng/examples.sh", "dotnet run examples/quickstart.cs", @"dotnet run examples/quickstart\.cs", "builds a program of its own"),
        By("eng/examples.sh", "dotnet run examples/divergences.cs", @"dotnet run examples/divergences\.cs", "builds a program of its own"),
        By("eng/examples.sh", "dotnet run examples/learned-matrix.cs", @"dotnet run examples/learned-matrix\.cs.*", "builds a program of its own"),
        By("eng/notebooks.sh", "eng/feed.sh --source", @"eng/feed\.sh --source", "packs, and changes the user's settings"),
        By("test.sh", "eng/notebooks.sh", @"eng/notebooks\.sh", "packs, and changes the user's settings"),
        By("test.sh", "eng/jupyter.sh", @"eng/jupyter\.sh.*", "needs Jupyter"),
        By("test.sh", "eng/browser.sh", @"eng/browser\.sh.*", "needs a browser"),
        By("test.sh", "eng/self-contained.sh", @"eng/self-contained\.sh.*", "publishes"),
        By("eng/self-contained.sh", "dotnet publish", "dotnet publish --self-contained", "publishes"),
        By(".github/workflows/release.yml", "eng/pack.sh", @"eng/pack\.sh", "packs, and restores from what it packed"),
        By("eng/pack.sh", "#:package OptimNotebookExt@$version", "dotnet add package .*", "needs the published package"),
        By("eng/pack.sh", "dotnet tool install optimnb", "dotnet tool install.*", "needs the published package"),
        By("test.sh", "dotnet build Notebooks.sln", @"dotnet build Notebooks\.sln", "takes minutes"),
        By("test.sh", "dotnet format whitespace Notebooks.sln", @"dotnet format(?: Notebooks\.sln)?", "changes the sources"),
        By($"{Host}/Documents/Api/ApiReferenceTests.cs", "OPTIM_APPROVE", "OPTIM_APPROVE=1 dotnet test .*ApiReference", "changes docs/api; the test without it compares"),
        By($"{Suite}/Checkpoints/FuzzedFileTests.cs", "OPTIM_FUZZ_MINUTES", "OPTIM_FUZZ_MINUTES=.*", "the same test for longer"),
        By($"{Host}/Fuzzing/FuzzTests.cs", "FuzzRun", @".*dotnet run -c Release --project tests/OptimNotebookExt\.Fuzz .*", "takes hours"),
        By($"{Host}/Experiments/SpokenDigitsTests.cs", "Plan.CommittedSeed", "dotnet run -c Release --project benchmarks/SpokenDigits", "needs espeak-ng"),

        No(@"dotnet run -c Release --project benchmarks/(?:HistoryCost|ViewCost|KernelCost|TransformerStep).*", "measures, for minutes, on a machine that does nothing else; every build builds it"),
        No(@"benchmarks/cuda\.sh.*", "measures on a GPU"),
        No(@"eng/screenshot\.sh.*", "needs Chromium, and somebody who looks at the picture"),
        No(@"eng/public-api\.sh.*", "rewrites the approved API; every build compares with it"),
        No(@"dotnet test tests/OptimNotebookExt\.InteractiveHost", "needs packages of .NET Interactive that few feeds have"),
        No("dotnet run app.cs|dotnet fsi", "names a host in a table, no command to type"),
    ];

    internal Regex Pattern { get; }

    /// <summary>Whether <see cref="CommandRunTests"/> runs it.</summary>
    internal bool Runs { get; private init; }

    /// <summary>What is run in its place, where the page's line has placeholders or would take long.</summary>
    internal string? Instead { get; private init; }

    /// <summary>The file of the repository that runs it otherwise, and what in it does.</summary>
    internal (string File, string Text)? Other { get; private init; }

    /// <summary>Why it is not run here.</summary>
    internal string Reason { get; private init; } = "";

    private static CommandCheck Run(string pattern, string? instead = null) => new(pattern) { Runs = true, Instead = instead };

    private static CommandCheck By(string file, string text, string pattern, string reason) => new(pattern) { Other = (file, text), Reason = reason };

    private static CommandCheck No(string pattern, string reason) => new(pattern) { Reason = reason };
}
