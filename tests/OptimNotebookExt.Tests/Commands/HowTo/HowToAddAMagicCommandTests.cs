using OptimNotebookExt.Commands;
using OptimNotebookExt.Optimizers;

namespace OptimNotebookExt.Tests.Commands.HowTo;

/// <summary>The command of docs/how-to-add-a-magic-command.md is one: the contract tests run its rows among those of the package.</summary>
[Collection(GlobalGenerator.Name)]
public sealed class HowToAddAMagicCommandTests
{
    internal static NotebookCommand[] Commands { get; } =
    [
        new NormsCommand(),
    ];

    internal static CommandCase[] Cases { get; } =
    [
        new("norms", ["opt", "opt --first 1"], [("model", "but an optimizer of this package is needed"), ("opt --first 0", "at least 1")]),
    ];

    [Fact]
    public void The_contract_tests_run_it() => Assert.Contains("norms", CommandContractTests.Names);

    [Fact]
    public void Its_method_shows_what_the_parameters_are()
    {
        using var weight = TorchSharp.torch.nn.Parameter(TorchSharp.torch.full([2, 2], 3.0));
        using var opt = new Cain([("weight", weight)], lr: 0.01);

        Assert.Matches(@"weight\s+3\b", Optim.Norms(opt, first: 5).ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => Optim.Norms(opt, first: 0));
    }

    [Theory]
    [InlineData("NormsCommand.cs", "/// <summary>", null)]
    [InlineData("Optim.cs", "    /// <summary>The root", "}\n")]
    [InlineData("HowToAddAMagicCommandTests.cs", "        new NormsCommand(),", "    ];")]
    [InlineData("HowToAddAMagicCommandTests.cs", "        new(\"norms\"", "    ];")]
    public void The_how_to_shows_the_code_that_is_tested_here(string file, string from, string? to)
    {
        var code = Read("tests", "OptimNotebookExt.Tests", "Commands", "HowTo", file);
        var begin = code.IndexOf(from, StringComparison.Ordinal);
        var end = to is null ? code.Length : code.IndexOf(to, begin, StringComparison.Ordinal);
        Assert.Contains("```csharp\n" + Usings(file) + code[begin..end] + "```\n", Read("docs", "how-to-add-a-magic-command.md"), StringComparison.Ordinal);
    }

    /// <summary>What stands above the class in the package, whose namespace is another.</summary>
    private static string Usings(string file) => file != "NormsCommand.cs" ? "" :
        """
        using OptimNotebookExt.Optimizers;
        using OptimNotebookExt.Views;
        using static TorchSharp.torch;

        namespace OptimNotebookExt.Commands;


        """.ReplaceLineEndings("\n");

    private static string Read(params string[] path) => File.ReadAllText(Repository.Path(path)).ReplaceLineEndings("\n");
}
