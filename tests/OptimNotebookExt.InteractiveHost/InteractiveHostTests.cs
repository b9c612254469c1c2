using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Events;
using OptimNotebookExt.Commands;

namespace OptimNotebookExt.InteractiveHost;

/// <summary>What a user of .NET Interactive gets.</summary>
public sealed class InteractiveHostTests(LoadedHost host) : IClassFixture<LoadedHost>
{
    /// <summary>A variable of every kind, under the names of the examples.</summary>
    private const string Variables = """
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
    public void The_extension_loads_without_an_error_and_greets()
    {
        AssertFine(host.Loading);
        Assert.Contains(host.Loading.OfType<DisplayedValueProduced>(), e => e.FormattedValues.Any(v => v.Value.StartsWith("OptimNotebookExt ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Every_example_runs_and_shows_html()
    {
        AssertFine((await host.RunAsync(Variables)).Events);
        foreach (var command in CommandCatalog.All)
        {
            var result = await host.RunAsync(command.Example);

            AssertFine(result.Events);
            Assert.Contains(result.Events.OfType<DisplayedValueProduced>(), e => e.FormattedValues.Any(v => v.MimeType == "text/html" && v.Value.StartsWith('<')));
        }
        Assert.True(File.Exists(Path.Combine(host.Folder, "history.csv")));
        AssertFine((await host.RunAsync("device.type")).Events);
    }

    [Fact]
    public async Task Values_are_shown_by_our_views_and_variables_are_listed()
    {
        AssertFine((await host.RunAsync(Variables)).Events);
        foreach (var name in new[] { "opt", "model", "G" })
        {
            var value = (await host.RunAsync(name)).Events.OfType<ReturnValueProduced>().Single().FormattedValues.Single();
            Assert.Equal("text/html", value.MimeType);
            Assert.DoesNotContain("dni-", value.Value, StringComparison.Ordinal);
        }
        var listed = await host.RunAsync("#!whos");
        AssertFine(listed.Events);
        Assert.Contains(listed.Events.OfType<DisplayedValueProduced>().SelectMany(e => e.FormattedValues), v => v.Value.Contains("model", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("#!optim show nobody", "There is no variable 'nobody'")]
    [InlineData("#!optim show", "#!optim show needs --var")]
    [InlineData("#!optim threads 0", "--count of #!optim threads must be a whole number of at least 1 and at most 1024, but is '0'")]
    public async Task What_cannot_be_followed_is_one_sentence(string line, string says)
    {
        var failure = Assert.Single((await host.RunAsync(line)).Events.OfType<CommandFailed>());

        Assert.Contains(says, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#!opt", "#!optim")]
    [InlineData("#!optim sh", "show")]
    [InlineData("#!optim show ", "opt")]
    [InlineData("#!optim compare ", "Cain")]
    [InlineData("#!optim history ", "--every")]
    public async Task Lines_are_completed(string line, string expected)
    {
        AssertFine((await host.RunAsync(Variables)).Events);
        var result = await host.SendAsync(new RequestCompletions(line, new LinePosition(0, line.Length)));

        Assert.Contains(expected, result.Events.OfType<CompletionsProduced>().SelectMany(e => e.Completions).Select(c => c.DisplayText));
    }

    [Fact]
    public async Task A_comparison_updates_one_display_and_stops_when_told()
    {
        var submit = new SubmitCode("#!optim compare Cain --epochs 100000 --as stopped");
        var updates = 0;
        using (host.Watch(e =>
        {
            if (e is DisplayedValueUpdated && Interlocked.Increment(ref updates) == 3)
                _ = Task.Run(() => host.SendAsync(new Cancel()));
        }))
        {
            await host.SendAsync(submit).WaitAsync(TimeSpan.FromMinutes(1));
        }
        Assert.True(updates >= 3);
        AssertFine((await host.RunAsync("1 + 1")).Events);
    }

    private static void AssertFine(IEnumerable<KernelEvent> events)
    {
        Assert.Empty(events.OfType<CommandFailed>().Select(e => e.Message));
        Assert.Empty(events.OfType<StandardErrorValueProduced>().SelectMany(e => e.FormattedValues).Select(v => v.Value));
        Assert.Empty(events.OfType<ErrorProduced>().Select(e => e.Message));
    }
}
