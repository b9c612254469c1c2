using OptimNotebookExt.Commands;
using OptimNotebookExt.Host.Sessions;

namespace OptimNotebookExt.Host.Tests.Sessions;

public sealed class OptimMagicTests : IDisposable
{
    private readonly SessionUnderTest _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task A_variable_declared_in_the_same_cell_is_shown()
    {
        await _session.Value("#r \"nuget: TorchSharp-cpu\"\nusing TorchSharp;\nvar t = torch.ones(2, 3);\n#!optim show t");

        var bundle = _session.Outputs.OfType<Displayed>().Last().Bundle;
        Assert.Contains("[2, 3]", bundle[MimeBundle.Plain], StringComparison.Ordinal);
        Assert.Contains("<", bundle[MimeBundle.Html], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("#!optim show nope", "There is no variable 'nope'")]
    [InlineData("#!optim nope", "has no command 'nope'")]
    public async Task An_error_is_one_sentence(string line, string expected)
    {
        var error = await _session.Error(line);

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Single(error.Traceback);
    }

    [Fact]
    public async Task The_package_finds_the_session_it_runs_in()
    {
        await _session.Value("var x = 3;");

        Assert.Same(_session.Session.Commands, NotebookHost.Session);
        Assert.Contains("x", NotebookHost.Session.VariableNames);
        Assert.True(NotebookHost.Session.TryGetVariable("x", out var value));
        Assert.Equal(3, value);
        Assert.False(NotebookHost.Session.TryGetVariable("y", out _));
    }

    [Theory]
    [InlineData(typeof(Dictionary<string, List<int[]>>), "y.Count", "0")]
    [InlineData(typeof(Dictionary<string, int>.KeyCollection), "y.Count", "0")]
    public async Task A_variable_set_by_a_command_has_its_type(Type type, string expression, string expected)
    {
        var value = type == typeof(Dictionary<string, int>.KeyCollection) ? new Dictionary<string, int>().Keys : Activator.CreateInstance(type)!;

        await _session.Session.Commands.SetVariableAsync("y", value);

        Assert.Equal(expected, await _session.Value(expression));
        Assert.True(_session.Session.Commands.TryGetVariable("y", out var read));
        Assert.Same(value, read);
    }

    [Fact]
    public async Task A_variable_set_while_a_cell_runs_is_there_afterwards_beside_those_of_the_cell()
    {
        await _session.Value("#r \"nuget: OptimNotebookExt\"\nvar own = 1;\nawait OptimNotebookExt.Commands.NotebookHost.Session.SetVariableAsync(\"set\", \"text\");\nvar later = 2;");

        Assert.Equal("7", await _session.Value("own + later + set.Length"));
    }

    [Fact]
    public async Task A_variable_may_be_declared_as_a_wider_type()
    {
        await _session.Session.Commands.SetVariableAsync("z", "text", typeof(object));

        Assert.Equal("CS1061", (await _session.Error("z.Length")).Name);
    }

    [Fact]
    public async Task A_name_that_is_none_is_refused() =>
        await Assert.ThrowsAsync<ArgumentException>(() => _session.Session.Commands.SetVariableAsync("1 2", 3));

    [Fact]
    public async Task What_a_command_shows_can_be_updated()
    {
        await _session.Value("1");
        var shown = NotebookHost.Session.Display("a");
        shown.Update("b");

        Assert.Equal("b", _session.Outputs.OfType<DisplayUpdated>().Single().Bundle[MimeBundle.Plain]);
    }

    [Fact]
    public void A_session_that_has_ended_is_not_the_host_any_more()
    {
        var ended = new SessionUnderTest();
        var commands = ended.Session.Commands;
        Assert.Same(commands, NotebookHost.Session);

        ended.Dispose();

        Assert.NotSame(commands, NotebookHost.Session);
    }
}
