using OptimNotebookExt.Experiments;
using OptimNotebookExt.Host.Gallery;
using OptimNotebookExt.Tests;
using OptimNotebookExt.Views;
using static OptimNotebookExt.Views.ViewCatalog;

namespace OptimNotebookExt.Host.Tests.Gallery.HowTo;

/// <summary>The view of docs/how-to-add-a-view.md is one: the gallery's tests hold its entry to what they hold the others to.</summary>
public sealed class HowToAddAViewTests
{
    internal static GalleryEntry[] Entries { get; } =
        [
            new("Learning rate", "view",
                "The learning rate that Eden gives after every batch, as a line and as a table.",
                _ => new LearningRateView(EdenExperiment.Run(epochs: 2, batches: 10))),
        ];

    private static (Type Type, Func<object, View> Create)[] Rows { get; } =
    [
        Entry<EdenDemonstration>(d => new LearningRateView(d)),
    ];

    [Fact]
    public void The_view_shows_first_and_last_rate_and_a_figure()
    {
        var view = Assert.Single(Rows).Create(EdenExperiment.Run(epochs: 1, batches: 3, lr: 0.25, lr_batches: 1));

        Assert.Equal(typeof(EdenDemonstration), Rows[0].Type);
        Assert.Equal("Learning rate after 3 steps", view.Summary);
        // 0.25 · (1 + 1²)^-¼ and 0.25 · (1 + 3²)^-¼
        Assert.Matches(@"first\s+0\.2102", view.ToString());
        Assert.Matches(@"last\s+0\.1406", view.ToString());
        Assert.Contains("alt=\"The learning rate that the schedule gives", view.ToHtml(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_shown_is_said_in_words() =>
        Assert.Contains("There was no step.", new LearningRateView(new EdenDemonstration([], 0, "", 0)).ToHtml(), StringComparison.Ordinal);

    [Theory]
    [InlineData("LearningRateView.cs", "/// <summary>", null)]
    [InlineData("HowToAddAViewTests.cs", "        Entry<EdenDemonstration>", "    ];")]
    [InlineData("HowToAddAViewTests.cs", "            new(\"Learning rate\"", "        ];")]
    public void The_how_to_shows_the_code_that_is_tested_here(string file, string from, string? to)
    {
        var code = Read("tests", "OptimNotebookExt.Host.Tests", "Gallery", "HowTo", file).Replace("internal sealed class", "public sealed class", StringComparison.Ordinal);
        var begin = code.IndexOf(from, StringComparison.Ordinal);
        var end = to is null ? code.Length : code.IndexOf(to, begin, StringComparison.Ordinal);
        Assert.Contains("```csharp\n" + Usings(file) + code[begin..end] + "```\n", Read("docs", "how-to-add-a-view.md"), StringComparison.Ordinal);
    }

    /// <summary>What stands above the class in the package, whose namespace is another.</summary>
    private static string Usings(string file) => file != "LearningRateView.cs" ? "" :
        """
        using OptimNotebookExt.Experiments;
        using OptimNotebookExt.Figures;

        namespace OptimNotebookExt.Views;


        """.ReplaceLineEndings("\n");

    private static string Read(params string[] path) => File.ReadAllText(Repository.Path(path)).ReplaceLineEndings("\n");
}
