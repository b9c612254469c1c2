using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using OptimNotebookExt.Figures;
using OptimNotebookExt.Host.Gallery;
using OptimNotebookExt.Tests;
using OptimNotebookExt.Views;
using TorchSharp;

namespace OptimNotebookExt.Host.Tests.Gallery;

[Collection(nameof(DrawnGallery))]
public sealed partial class GalleryTests(DrawnGallery gallery)
{
    private const int FigureBytes = 60 * 1024;
    private const int ViewBytes = 200 * 1024;

    public static TheoryData<string> Views => [.. GalleryCatalog.Entries.Where(e => e.Kind == "view").Select(e => e.Name)];

    [Fact]
    public void Every_public_view_has_an_entry()
    {
        var views = typeof(View).Assembly.GetExportedTypes().Where(t => t.IsSubclassOf(typeof(View)) && !t.IsAbstract);
        var shown = gallery.Items.Where(i => i.Entry.Kind == "view").Select(i => i.View.GetType()).ToHashSet();
        Assert.Empty(views.Where(v => !shown.Contains(v)).Select(v => v.Name));
    }

    [Fact]
    public void Every_public_view_is_in_the_table_of_the_page()
    {
        var page = File.ReadAllText(Repository.Path("docs", "VIEWS.md"));
        var views = typeof(View).Assembly.GetExportedTypes().Where(t => t.IsSubclassOf(typeof(View)) && !t.IsAbstract);
        Assert.All(views, v => Assert.Contains($"`{v.Name}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_kind_of_figure_has_an_entry()
    {
        var kinds = typeof(Figure).GetMethods(BindingFlags.Public | BindingFlags.Static).Where(m => m.ReturnType == typeof(Figure))
            .Select(m => string.Concat(m.Name.Select((c, i) => i > 0 && char.IsUpper(c) ? $"-{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"))).Distinct().ToArray();
        Assert.NotEmpty(kinds);
        Assert.Empty(kinds.Except(gallery.Items.Select(i => i.Entry.Kind)));
        Assert.Empty(gallery.Items.Select(i => i.Entry.Kind).Except([.. kinds, "view"]));
    }

    [Fact]
    public void Names_are_unique_and_every_entry_says_what_it_shows()
    {
        Assert.Equal(gallery.Items.Count, gallery.Items.Select(i => i.Entry.Name).Distinct().Count());
        Assert.Equal(gallery.Items.Count, gallery.Items.Select(i => i.Entry.Slug).Distinct().Count());
        Assert.All(gallery.HeldToTheContract, i =>
        {
            Assert.True(Words(i.Entry.Description) >= 4, i.Entry.Name);
            Assert.EndsWith(".", i.Entry.Description, StringComparison.Ordinal);
            Assert.True(Words(i.Alt) >= 5, $"{i.Entry.Name}: {i.Alt}");
            Assert.NotEmpty(i.Entry.Code);
        });
    }

    [Fact]
    public void Every_image_has_an_alt_sentence_and_every_figure_one_image()
    {
        foreach (var item in gallery.HeldToTheContract)
        {
            var alts = ImageTag().Matches(item.Html).Select(m => m.Groups[1].Value).ToArray();
            Assert.Equal(item.Images.Count, alts.Length);
            Assert.Equal(item.Images.Count, item.Html.Split("<figure").Length - 1);
            Assert.All(alts, alt => Assert.True(Words(alt) >= 5, $"{item.Entry.Name}: {alt}"));
            Assert.DoesNotContain("cannot be drawn", item.Html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Nothing_exceeds_its_budget()
    {
        foreach (var item in gallery.HeldToTheContract)
        {
            var figures = item.Html.Split("<figure").Skip(1).Select(f => Encoding.UTF8.GetByteCount(f.Split("</figure>")[0]));
            Assert.All(figures, bytes => Assert.InRange(bytes, 1, FigureBytes));
            Assert.InRange(item.HtmlBytes, 1, item.Entry.Kind == "view" ? ViewBytes : FigureBytes);
        }
    }

    [Theory]
    [MemberData(nameof(Views))]
    public void The_text_of_a_view_is_the_approved_one(string name)
    {
        var item = gallery.Items.Single(i => i.Entry.Name == name);
        Approved.Verify(WithoutRounding(item.View.ToString()), $"gallery-{item.Entry.Slug}.txt");
    }

    [Fact]
    public void The_json_lists_every_entry_with_what_it_weighs()
    {
        using var json = JsonDocument.Parse(gallery.Read("gallery.json"));
        var rows = json.RootElement.EnumerateArray().ToArray();
        Assert.True(rows.Length >= 20);
        Assert.Equal(gallery.Items.Select(i => i.Entry.Name), rows.Select(r => r.GetProperty("name").GetString()));
        Assert.All(rows, row =>
        {
            Assert.Equal(["name", "kind", "bytes_html", "bytes_image", "alt", "ms_render"], row.EnumerateObject().Select(p => p.Name));
            Assert.True(row.GetProperty("bytes_html").GetInt32() > row.GetProperty("bytes_image").GetInt32());
            Assert.True(row.GetProperty("ms_render").GetDouble() >= 0);
        });
        Assert.Contains(rows, r => r.GetProperty("bytes_image").GetInt32() == 0);
    }

    [Fact]
    public void The_page_names_no_address_but_its_own_figures_which_are_there()
    {
        var addresses = Address().Matches(gallery.Page).Select(m => m.Groups[1].Value).Where(a => !a.StartsWith("data:", StringComparison.Ordinal)).ToArray();
        Assert.All(addresses.Where(a => a[0] == '#'), a => Assert.Contains($" id=\"{a[1..]}\"", gallery.Page, StringComparison.Ordinal));
        var files = addresses.Where(a => a[0] != '#').ToArray();
        Assert.Equal(gallery.Items.Sum(i => i.Images.Count), files.Distinct().Count());
        Assert.All(files, file => Assert.StartsWith("<svg", gallery.Read(file), StringComparison.Ordinal));
        Assert.DoesNotContain("://", gallery.Page, StringComparison.Ordinal);
        Assert.Equal(files.Length, Directory.GetFiles(Path.Combine(gallery.Folder, "figures")).Length);
    }

    [Fact]
    public void Drawing_gives_the_same_again_moves_no_generator_and_keeps_no_tensor()
    {
        using var state = torch.get_rng_state();
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        foreach (var item in gallery.HeldToTheContract)
        {
            Assert.Equal(item.Html, item.View.ToHtml());
            _ = item.View.ToString();
        }
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        using var after = torch.get_rng_state();
        Assert.Equal(state.data<byte>().ToArray(), after.data<byte>().ToArray());
    }

    private static int Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;

    /// <summary>
    /// What differs between processors is left out: numbers that are rounding errors, and the width they give to columns.
    /// </summary>
    private static string WithoutRounding(string text)
    {
        var masked = SymmetryError().Replace(Tiny().Replace(text, "(rounding)"), "$1(rounding)");
        masked = AgreementRow().Replace(AgreementSentence().Replace(masked, "(agreement to rounding)"), "$1  (rounding)");
        return Spaces().Replace(masked, "  ");
    }

    [GeneratedRegex("<img alt=\"([^\"]*)\"")]
    private static partial Regex ImageTag();

    [GeneratedRegex("(?:src|href)=\"([^\"]*)\"")]
    private static partial Regex Address();

    [GeneratedRegex("[0-9.]+(?:×10⁻(?:¹[⁰¹²³⁴⁵⁶⁷⁸⁹]|[²³].)|E-[1-3][0-9])")]
    private static partial Regex Tiny();

    [GeneratedRegex("(symmetry error +).*")]
    private static partial Regex SymmetryError();

    [GeneratedRegex("The replay gives the values of the real step.*|Largest difference between the replay and the real step: \\(rounding\\).*")]
    private static partial Regex AgreementSentence();

    [GeneratedRegex("(\\] +[0-9]+) +(?:0 +–|\\(rounding\\) +[a-z_]+)$", RegexOptions.Multiline)]
    private static partial Regex AgreementRow();

    [GeneratedRegex("(?<=[^ \n]) {2,}")]
    private static partial Regex Spaces();
}
