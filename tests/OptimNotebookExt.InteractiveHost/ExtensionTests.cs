using OptimNotebookExt.Commands;

namespace OptimNotebookExt.InteractiveHost;

/// <summary>What a user of .NET Interactive gets from one cell with the package's name.</summary>
public sealed class ExtensionTests(LoadedHost host) : IClassFixture<LoadedHost>
{
    /// <summary>A variable of every kind, under the names of the examples.</summary>
    internal const string Variables = """
        using TorchSharp;
        using OptimNotebookExt.Optimizers;
        using OptimNotebookExt.Recording;
        var model = torch.nn.Sequential(("0", torch.nn.Linear(4, 3)), ("1", torch.nn.Linear(3, 2)));
        var opt = LearnedGradient.Draft(model.named_parameters());
        var G = torch.eye(3, dtype: torch.ScalarType.Float64) * 2;
        var C = torch.eye(3, dtype: torch.ScalarType.Float64);
        void Step() { model.call(torch.randn(5, 4)).square().sum().backward(); opt.step(); opt.zero_grad(); }
        Step();
        """;

    [Fact]
    public void The_extension_loads_without_an_error_and_greets_with_one_line()
    {
        var texts = Check.Fine(host.Loading).Of("text/plain");

        Assert.StartsWith("OptimNotebookExt ", Assert.Single(texts), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', texts[0].Trim());
    }

    [Fact]
    public void What_is_loaded_is_the_package_of_the_folder() => Assert.Contains(
        host.Version,
        Assert.Single(Check.Fine(host.Run("typeof(OptimNotebookExt.Optim).Assembly.Location")).Shown).Value,
        StringComparison.Ordinal);

    [Fact]
    public void Every_example_runs_and_shows_html()
    {
        Check.Fine(host.Run(Variables));
        foreach (var command in CommandCatalog.All)
            Assert.Contains(Check.Fine(host.Run(command.Example)).Of("text/html"), v => v.StartsWith('<'));
        Assert.True(File.Exists(Path.Combine(host.Folder, "history.csv")));
        Check.Fine(host.Run("device.type"));
    }

    [Theory]
    [InlineData("opt")]
    [InlineData("model")]
    [InlineData("G")]
    public void Values_are_shown_by_our_views(string name)
    {
        Check.Fine(host.Run(Variables));
        var value = Assert.Single(Check.Fine(host.Run(name)).Shown);

        Assert.True(value.Returned);
        Assert.Equal("text/html", value.MimeType);
        Assert.DoesNotContain("dni-", value.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Tensors_and_modules_are_among_the_variables()
    {
        Check.Fine(host.Run(Variables));

        Assert.Contains(Check.Fine(host.Run("#!whos")).Of("text/html"), v => v.Contains("model", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("#!optim show nobody", "There is no variable 'nobody'")]
    [InlineData("#!optim show", "#!optim show needs --var")]
    [InlineData("#!optim threads 0", "--count of #!optim threads must be a whole number of at least 1 and at most 1024, but is '0'")]
    public void What_cannot_be_followed_is_one_sentence(string line, string says)
    {
        var failure = Assert.Single(host.Run(line).Failures);

        Assert.Contains(says, failure, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#!opt", "#!optim")]
    [InlineData("#!optim sh", "show")]
    [InlineData("#!optim show ", "opt")]
    [InlineData("#!optim compare ", "Cain")]
    [InlineData("#!optim history ", "--every")]
    public void Lines_are_completed(string line, string expected)
    {
        Check.Fine(host.Run(Variables));

        Assert.Contains(expected, host.Complete(line));
    }

    [Fact]
    public void A_comparison_updates_one_display_and_stops_when_told()
    {
        var answer = host.Run("#!optim compare Cain --epochs 100000 --as stopped", stopAfterUpdates: 3);

        Assert.InRange(answer.Updates, 3, 1000);
        Check.Fine(host.Run("1 + 1"));
    }
}
