using OptimNotebookExt.Host.Sessions;

namespace OptimNotebookExt.Host.Tests.Sessions;

public sealed class OutputTests : IDisposable
{
    private readonly SessionUnderTest _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task Outputs_keep_their_order()
    {
        await _session.Value("Console.Write(\"a\");\ndisplay(1);\nConsole.Write(\"b\");\nConsole.Error.Write(\"c\");\n2");

        Assert.Equal(["a", "1", "b", "c", "2"], _session.Outputs.Select(Short));
    }

    [Fact]
    public async Task Small_writes_become_few_outputs_and_nothing_is_lost()
    {
        await _session.Value("for (var i = 0; i < 200_000; i++) Console.WriteLine(i);");

        Assert.Equal(string.Concat(Enumerable.Range(0, 200_000).Select(i => $"{i}\n")), _session.Text);
        Assert.InRange(_session.Outputs.Count, 1, 2_000);
    }

    [Fact]
    public async Task What_is_written_later_still_arrives()
    {
        await _session.Value("var late = Task.Run(async () => { await Task.Delay(50); Console.Write(\"late\"); });");
        await _session.Value("await late;");

        Assert.Equal("late", _session.Text);
    }

    [Fact]
    public async Task A_displayed_value_is_updated_in_place_also_from_a_later_cell()
    {
        await _session.Value("var shown = display(\"one\");\nshown.Update(\"two\");");
        var id = _session.Outputs.OfType<Displayed>().Single().Id;
        Assert.Equal([id], _session.Outputs.OfType<DisplayUpdated>().Select(u => u.Id));

        await _session.Value("shown.Update(\"three\");");

        var update = _session.Outputs.OfType<DisplayUpdated>().Single();
        Assert.Equal((id, "three"), (update.Id, update.Bundle[MimeBundle.Plain]));
    }

    [Fact]
    public async Task Display_is_the_same_before_and_after_a_package_is_named()
    {
        await _session.Value("var first = display(1);");
        await _session.Value("#r \"nuget: TorchSharp-cpu\"\n#r \"nuget: OptimNotebookExt\"\nusing OptimNotebookExt.Optimizers;");

        await _session.Value("first.Update(2); var second = display(3); second = first; 4.Display(); HTML(\"<b></b>\").Display();");

        Assert.Equal(3, _session.Outputs.OfType<Displayed>().Count());
    }

    [Fact]
    public async Task A_value_with_a_view_has_its_HTML_and_its_text()
    {
        await _session.Value("#r \"nuget: OptimNotebookExt\"\nusing TorchSharp;\nvar layer = torch.nn.Linear(3, 2);");

        await _session.Value("new OptimNotebookExt.Optimizers.Eve(layer.named_parameters())");

        var bundle = _session.Outputs.OfType<CellValue>().Single().Bundle;
        Assert.Equal([MimeBundle.Html, MimeBundle.Plain], bundle.Formats.Select(f => f.Key));
        Assert.Contains("<table", bundle[MimeBundle.Html], StringComparison.Ordinal);
        Assert.Contains("weight", bundle[MimeBundle.Plain], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("torch.ones(2, 3)", "[2, 3]")]
    [InlineData("torch.nn.Linear(3, 2)", "Linear")]
    public async Task A_value_of_TorchSharp_is_shown_through_our_view(string expression, string expected)
    {
        await _session.Value("#r \"nuget: TorchSharp-cpu\"\nusing TorchSharp;");

        Assert.Contains(expected, await _session.Value(expression), StringComparison.Ordinal);
    }

    [Fact]
    public async Task HTML_in_a_value_is_encoded()
    {
        await _session.Value("new { A = \"<script>alert(1)</script>\" }");

        var html = _session.Outputs.OfType<CellValue>().Single().Bundle[MimeBundle.Html]!;
        Assert.Contains("&lt;script&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<style", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("new[] { Evil }")]
    [InlineData("new Dictionary<string, string> { [Evil] = Evil }")]
    [InlineData("(1, Evil)")]
    [InlineData("new Exception(Evil)")]
    [InlineData("new System.Text.StringBuilder(Evil)")]
    [InlineData("new { A = new { B = Evil } }")]
    [InlineData("System.Text.Json.Nodes.JsonValue.Create(Evil)")]
    [InlineData("new { A = new { B = new { C = new { D = new { E = new { F = new { G = new { H = Evil } } } } } } } }")]
    [InlineData("new object[] { new object[] { new object[] { new object[] { new object[] { new object[] { new object[] { Evil } } } } } } }")]
    [InlineData("new Circle()")]
    [InlineData("new List<Circle> { new Circle() }")]
    [InlineData("new Uri(\"http://x/\" + Evil)")]
    public async Task A_script_in_a_value_of_any_kind_is_text(string expression)
    {
        await _session.Value("const string Evil = \"<script>alert(1)</script><img src=x onerror=alert(1)>\"; class Circle { public Circle Self => this; public override string ToString() => Evil; }");
        await _session.Value(expression);

        var html = _session.Outputs.OfType<CellValue>().Single().Bundle[MimeBundle.Html] ?? "";
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tables_of_values_and_markup_that_is_meant_within_them_stay()
    {
        await _session.Value("new object[] { 1, new { A = 2 }, HTML(\"<b>x</b>\") }");

        var html = _session.Outputs.OfType<CellValue>().Single().Bundle[MimeBundle.Html]!;
        Assert.Contains("<b>x</b>", html, StringComparison.Ordinal);
        Assert.Contains("<td>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("&lt;", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_in_a_variable_is_text_in_the_table_of_variables()
    {
        await _session.Value("var text = \"<script>alert(1)</script>\";\n#!whos");

        var html = _session.Outputs.OfType<Displayed>().Single().Bundle[MimeBundle.Html]!;
        Assert.Contains("&lt;script&gt;alert(1)", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HTML_that_is_meant_stays_HTML()
    {
        await _session.Value("HTML(\"<b>x</b>\")");

        Assert.Equal("<b>x</b>", _session.Outputs.OfType<CellValue>().Single().Bundle[MimeBundle.Html]);
    }

    [Theory]
    [InlineData("1.5", "1.5")]
    [InlineData("\"a<b\"", "a<b")]
    [InlineData("null", "<null>")]
    [InlineData("new[] { 1, 2 }", "[ 1, 2 ]")]
    public async Task Plain_values_have_a_plain_text(string expression, string expected) =>
        Assert.Equal(expected, await _session.Value(expression));

    [Fact]
    public async Task A_semicolon_keeps_the_value_to_itself() => Assert.Null(await _session.Value("Math.Max(1, 2);"));

    [Fact]
    public async Task A_cell_can_ask_for_a_line()
    {
        _session.Answers.Enqueue("Ada");

        Assert.Equal("Hello Ada", await _session.Value("\"Hello \" + Console.ReadLine()"));
        Assert.Single(_session.Questions);
    }

    [Fact]
    public async Task A_formatter_of_the_user_is_used()
    {
        await _session.Value("class Own { }\nFormatter.Register<Own>((o, w) => w.Write(\"own text\"), \"text/plain\");");

        Assert.Equal("own text", await _session.Value("new Own()"));
    }

    private static string Short(CellOutput output) => output switch
    {
        StreamText text => text.Text,
        Displayed displayed => displayed.Bundle[MimeBundle.Plain]!,
        CellValue value => value.Bundle[MimeBundle.Plain]!,
        _ => output.ToString()!,
    };
}
