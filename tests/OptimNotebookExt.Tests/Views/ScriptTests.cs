using OptimNotebookExt.Commands;
using OptimNotebookExt.Figures;
using OptimNotebookExt.Figures.Rendering;
using OptimNotebookExt.Tests.Commands;
using OptimNotebookExt.Views;

namespace OptimNotebookExt.Tests.Views;

/// <summary>A script in a name, a text or a path is text in every view, and in all that the magic commands show.</summary>
[Collection(GlobalGenerator.Name)]
public sealed class ScriptTests
{
    [Fact]
    public void Every_type_with_a_view_is_tried()
    {
        using var hostile = new HostileValues();
        object[] values = [.. hostile.Named, .. hostile.Nameless];

        Assert.All(ViewCatalog.Types, type => Assert.Contains(values, type.IsInstanceOfType));
    }

    [Fact]
    public void A_script_in_a_value_is_text_in_its_view()
    {
        using var hostile = new HostileValues();
        Assert.All(hostile.Named, value =>
        {
            var view = View.Of(value)!;
            Assert.Contains("alert(", view.ToString(), StringComparison.Ordinal);
            MustBeText(view.ToHtml());
        });
        Assert.All(hostile.Nameless, value => MustBeText(View.Of(value)!.ToHtml()));
    }

    [Fact]
    public void And_in_the_views_that_stand_for_no_type()
    {
        using var hostile = new HostileValues();
        View[] views =
        [
            new ScaleHistoryView(hostile.History), MatrixView.Of(hostile.G, MatrixKind.LearningRate, HostileValues.Name), new FailureView(HostileValues.Name, HostileValues.Name),
            new NoteView(HostileValues.Name), new FactsView(HostileValues.Name, [(HostileValues.Name, HostileValues.Name)]),
            new ComparisonView(HostileValues.Name, [HostileValues.Run], 2, null), new ComparisonResultView(hostile.Results, isStopped: true, 2),
        ];

        Assert.All(views, view => MustBeText(view.ToHtml()));

        // Those of the magics take commands and nothing from outside; every other view was tried here or above.
        var tried = views.Concat(hostile.Named.Concat(hostile.Nameless).Select(v => View.Of(v)!)).Select(v => v.GetType()).Concat([typeof(CommandHelpView), typeof(CommandListView)]);
        Assert.Empty(typeof(View).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(View)) && !t.IsAbstract).Except(tried));
    }

    public static TheoryData<string> Commands => [.. CommandCase.All.Select(c => c.Name)];

    [Theory, MemberData(nameof(Commands))]
    public async Task A_script_in_the_name_of_a_variable_is_text_in_what_a_command_shows(string name)
    {
        using var notebook = new SampleNotebook();
        using var hostile = new HostileValues();
        using var folder = new TemporaryFolder();
        var renamed = notebook.Session.Variables.Keys.ToDictionary(v => v, v => $"{HostileValues.Name} {v}");
        foreach (var (plain, evil) in renamed)
            notebook.Session.Variables[evil] = notebook.Session.Variables[plain];
        var lines = CommandCase.All.First(c => c.Name == name).Lines.Concat(CommandCase.All.First(c => c.Name == name).Errors.Select(e => e.Line));
        foreach (var line in lines)
        {
            // Every word that names a variable names the hostile one of the same value.
            var words = line.Replace("{0}", folder.Root, StringComparison.Ordinal).Split(' ').Select(w => renamed.TryGetValue(w, out var evil) ? System.Text.Json.JsonSerializer.Serialize(evil) : w);
            try
            {
                await CommandCatalog.RunAsync(notebook.Session, $"#!optim {name} {string.Join(' ', words)}");
            }
            catch (CommandException)
            {
                // Hosts show the sentence as text.
            }
        }
        var shown = notebook.Session.Displays.SelectMany(d => d.Values).ToArray();
        Assert.NotEmpty(shown);
        Assert.All(shown, value => MustBeText(((View)value).ToHtml()));
    }

    [Fact]
    public void And_in_a_figure_as_a_page_an_image_and_plotlys_chart()
    {
        MustBeText(HostileValues.Figure.ToSvg());
        MustBeText(FigureHtml.Page(HostileValues.Figure, FigureSettings.Default));
        Assert.DoesNotContain("<script>", HostileValues.Figure.ToPlotlyJson(), StringComparison.Ordinal);
    }

    private static void MustBeText(string html)
    {
        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        Assert.DoesNotContain("alert('x')</script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("\" onerror=\"x", html, StringComparison.Ordinal);
    }
}
