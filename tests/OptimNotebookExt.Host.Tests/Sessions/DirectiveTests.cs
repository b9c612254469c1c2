using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using OptimNotebookExt.Host.Sessions;

namespace OptimNotebookExt.Host.Tests.Sessions;

public sealed class DirectiveTests : IDisposable
{
    private readonly SessionUnderTest _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task The_package_is_the_one_beside_the_tool_so_types_are_the_same()
    {
        await _session.Value("#r \"nuget: OptimNotebookExt\"\n#r \"nuget: TorchSharp-cpu, 0.100.0\"\nusing OptimNotebookExt.Optimizers;");

        Assert.StartsWith("Installed packages: OptimNotebookExt ", _session.Outputs.OfType<Displayed>().Single().Bundle[MimeBundle.Plain], StringComparison.Ordinal);
        Assert.Equal(typeof(Optimizers.Eve).Assembly.Location, await _session.Value("typeof(Eve).Assembly.Location"));
        Assert.Equal(typeof(TorchSharp.torch).Assembly.Location, await _session.Value("typeof(TorchSharp.torch).Assembly.Location"));
    }

    [Fact]
    public async Task Without_the_package_its_names_are_unknown() =>
        Assert.Equal("CS0234", (await _session.Error("using OptimNotebookExt.Optimizers;")).Name);

    [Fact]
    public async Task A_package_that_was_named_before_is_not_announced_again()
    {
        await _session.Value("#r \"nuget: TorchSharp\"");
        await _session.Value("#r \"nuget: TorchSharp\"");

        Assert.Empty(_session.Outputs);
    }

    [Fact]
    public async Task A_cell_is_given_only_the_references_that_came_since_the_one_before_it()
    {
        await _session.Value("var x = 1;");
        Assert.NotEmpty(_session.Session.Chain.Last!.ExternalReferences);
        await _session.Value("var y = x + 1;");
        Assert.Empty(_session.Session.Chain.Last!.ExternalReferences);

        await _session.Value("#r \"nuget: OptimNotebookExt\"\nvar options = new OptimNotebookExt.Optimizers.EveOptions();");

        Assert.Contains(_session.Session.Chain.Last!.ExternalReferences, r => r.Display == typeof(Optimizers.Eve).Assembly.Location);
        Assert.DoesNotContain(_session.Session.Chain.Last!.ExternalReferences, r => r.Display == typeof(object).Assembly.Location);
        Assert.Equal("True", await _session.Value("var same = options is OptimNotebookExt.Optimizers.EveOptions && y == 2;\nsame"));
        Assert.Empty(_session.Session.Chain.Last!.ExternalReferences);
    }

    [Theory]
    [InlineData("#r \"nuget: a\\\" /><Evil x=\\\"\"")]
    [InlineData("#r \"nuget: X, 1.0<>\"")]
    [InlineData("#r \"nuget: ../x\"")]
    public async Task What_is_no_package_is_refused(string code) =>
        Assert.False((await _session.Run(code)).Succeeded);

    [Fact]
    public async Task A_CUDA_backend_beside_a_CPU_one_is_refused_in_one_sentence()
    {
        var error = await _session.Error("#r \"nuget: TorchSharp-cuda-linux\"");

        Assert.Contains("cannot be loaded beside libtorch-cpu", error.Message, StringComparison.Ordinal);
        Assert.Single(error.Traceback);
    }

    [Fact]
    public async Task An_assembly_is_loaded_by_its_path_relative_to_the_notebook()
    {
        Compile("Own", "namespace Own; public static class Thing { public static string Name => Other.Name; }", Compile("Needed", "public static class Other { public static string Name => \"needed\"; }"));

        Assert.Equal("needed", await _session.Value("#r \"Own.dll\"\nOwn.Thing.Name"));
    }

    [Fact]
    public async Task A_missing_assembly_is_said() =>
        Assert.Contains("missing.dll", (await _session.Error("#r \"missing.dll\"")).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_file_can_be_loaded_and_its_lines_are_named()
    {
        _session.Folder.Write("helper.csx", "int Half(int x)\n{\n    if (x == 0)\n        throw new ArgumentException(\"no half\");\n    return 10 / x;\n}\n");

        Assert.Equal("5", await _session.Value("#load \"helper.csx\"\nHalf(2)"));
        Assert.Equal("2", await _session.Value("Half(5)"));
        var error = await _session.Error("Half(0)");
        Assert.Equal(["System.ArgumentException: no half", "   at Half(Int32) in helper.csx, line 4", "   at cell 3, line 1"], error.Traceback);
    }

    [Fact]
    public async Task The_time_of_a_cell_comes_last()
    {
        await _session.Value("#!time\n1");

        Assert.StartsWith("Wall time: ", _session.Outputs.OfType<Displayed>().Single().Bundle[MimeBundle.Plain], StringComparison.Ordinal);
        Assert.IsType<Displayed>(_session.Outputs.Last());
    }

    [Fact]
    public async Task Who_lists_the_variables()
    {
        await _session.Value("var b = 2; var a = \"<i>\";");
        await _session.Value("#!who");
        Assert.Equal("a\nb", Shown());

        await _session.Value("#!whos");

        Assert.Equal("a  String  \"<i>\"\nb  Int32  2", Shown());
        Assert.Contains("&lt;i&gt;", _session.Outputs.OfType<Displayed>().Single().Bundle[MimeBundle.Html], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_declaration_and_a_magic_that_uses_it_may_stand_in_one_cell()
    {
        await _session.Value("var x = 1;\n#!who\nvar y = 2;");

        Assert.Equal("x", Shown());
        Assert.Equal("3", await _session.Value("x + y"));
    }

    [Fact]
    public async Task Every_magic_is_listed_with_its_sentence()
    {
        await _session.Value("#!lsmagic");

        foreach (var magic in _session.Session.Magics.All)
            Assert.Contains(magic.Help, Shown(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task About_names_the_versions()
    {
        await _session.Value("#!about");

        Assert.Contains("TorchSharp  0.", Shown(), StringComparison.Ordinal);
        Assert.Contains("C#          14.0", Shown(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_magic_is_an_error_of_one_sentence() =>
        Assert.Equal("#!nope is no magic command here; #!lsmagic lists those that are.", (await _session.Error("#!nope 1 2")).Message);

    private string Shown() => _session.Outputs.OfType<Displayed>().Single().Bundle[MimeBundle.Plain]!;

    private string Compile(string name, string code, params string[] needs)
    {
        var path = _session.Folder.File(name + ".dll");
        var compilation = CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText(code)],
            [.. needs.Append(typeof(object).Assembly.Location).Select(f => MetadataReference.CreateFromFile(f))],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        Assert.True(compilation.Emit(path).Success);
        return path;
    }
}
