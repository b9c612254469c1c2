namespace OptimNotebookExt.Host.Tests.Sessions;

public sealed class CellTests : IDisposable
{
    private readonly SessionUnderTest _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task A_cell_builds_on_those_before()
    {
        await _session.Value("int Twice(int x) => 2 * x;\nrecord Pair(int A, int B);\nvar a = 20;");

        Assert.Equal("42", await _session.Value("var p = new Pair(Twice(a), 2);\np.A + p.B"));
    }

    [Fact]
    public async Task A_variable_can_be_declared_again_with_another_type()
    {
        await _session.Value("var x = 1;");
        await _session.Value("var x = \"text\";");

        Assert.Equal("4", await _session.Value("x.Length"));
    }

    [Fact]
    public async Task A_cell_that_declares_nothing_changes_what_others_declared()
    {
        await _session.Value("var list = new List<int>(); var n = 0;");
        await _session.Value("list.Add(3); n++;");
        await _session.Value("for (var i = 0; i < 3; i++) n += i;");

        Assert.Equal("5", await _session.Value("n + list.Count"));
    }

    [Fact]
    public async Task Usings_hold_for_later_cells()
    {
        await _session.Value("using System.Numerics;");
        await _session.Value("using static System.Math;");

        Assert.Equal("3", await _session.Value("(int)Sqrt(new Complex(3, 4).Real * 3)"));
    }

    [Fact]
    public async Task Code_after_an_await_runs()
    {
        Assert.Equal("7", await _session.Value("await Task.Delay(20);\nvar x = await Task.Run(() => 3);\nawait Task.Yield();\nx + 4"));
        Assert.Equal("3", await _session.Value("x"));
    }

    [Fact]
    public async Task A_cell_that_blocks_on_a_task_does_not_deadlock()
    {
        await _session.Value("async Task<int> Slow() { await Task.Delay(20); await Task.Delay(1); return 5; }");

        Assert.Equal("5", await _session.Value("Slow().Result"));
    }

    [Fact]
    public async Task An_error_of_the_compiler_names_cell_line_and_column_and_changes_nothing()
    {
        await _session.Value("var a = 1;");

        var error = await _session.Error("a = 2;\nvar b = a + nope;");

        Assert.Equal("CS0103", error.Name);
        Assert.Equal(["cell 2, line 2, column 13: CS0103: The name 'nope' does not exist in the current context", "    var b = a + nope;", "                ^"], error.Traceback);
        Assert.Equal("1", await _session.Value("a"));
    }

    [Fact]
    public async Task An_exception_is_traced_through_the_lines_of_cells()
    {
        await _session.Value("""
            // a comment
            int Fail(int k)
            {
                if (k == 0)
                    throw new InvalidOperationException("deep");
                return Fail(k - 1) + 1;
            }
            """);

        var error = await _session.Error("var before = 5;\n\nFail(1)");

        Assert.Equal(("InvalidOperationException", "deep"), (error.Name, error.Message));
        Assert.Equal(
            ["System.InvalidOperationException: deep", "   at Fail(Int32) in cell 1, line 5", "   at Fail(Int32) in cell 1, line 6", "   at cell 2, line 3"],
            error.Traceback);
        Assert.Equal("5", await _session.Value("before"));
    }

    [Fact]
    public async Task A_traceback_holds_no_path_of_the_machine_and_no_frame_of_the_tool()
    {
        await _session.Value("#r \"nuget: OptimNotebookExt\"");

        var error = await _session.Error("await Task.Yield();\nnew OptimNotebookExt.Optimizers.Eve(new TorchSharp.Modules.Parameter[0], lr: -1)");

        var text = string.Join('\n', error.Traceback);
        Assert.Contains("cell 2, line 2", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Sessions", text, StringComparison.Ordinal);
        Assert.DoesNotContain(".cs", text, StringComparison.Ordinal);
        Assert.DoesNotContain("MoveNext", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_inner_exception_is_told()
    {
        var error = await _session.Error("try { int.Parse(\"x\"); } catch (Exception e) { throw new ArgumentException(\"outer\", e); }");

        Assert.Contains(error.Traceback, line => line.StartsWith("caused by System.FormatException", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Environment_Exit_ends_the_cell_and_the_session_lives_on()
    {
        await _session.Value("var kept = 1;");

        var error = await _session.Error("kept = 2;\nEnvironment.Exit(7);\nkept = 3;");

        Assert.Contains("Environment.Exit(7)", error.Message, StringComparison.Ordinal);
        Assert.Equal("2", await _session.Value("kept"));
    }

    [Fact]
    public async Task Another_method_of_that_name_is_left_alone()
    {
        await _session.Value("class Door { public string Exit(int n) => $\"door {n}\"; }");

        Assert.Equal("door 3", await _session.Value("new Door().Exit(3)"));
    }

    [Theory]
    [InlineData("Console.Write('x'); while (true) { }")]
    [InlineData("Console.Write('x'); await Task.Delay(-1);")]
    [InlineData("await Task.Delay(5);\nConsole.Write('x');\nwhile (true) { }")]
    [InlineData("Console.Write('x'); System.Threading.Thread.Sleep(-1);")]
    [InlineData("Console.Write('x'); Enumerable.Range(0, int.MaxValue).Select(i => { System.Threading.Thread.Sleep(1); return i; }).Sum(i => (long)i)")]
    public async Task An_interrupt_stops_a_cell_and_the_session_lives_on(string code)
    {
        await _session.Value("var kept = 1;");

        // Again and again: the first abort must not be the last one that arrives.
        for (var i = 0; i < 3; i++)
            Assert.True((await _session.Interrupt(code)).WasInterrupted);

        Assert.Equal("1", await _session.Value("kept"));
        Assert.Equal("2", await _session.Value("await Task.Delay(1);\nkept + 1"));
    }

    [Theory]
    [InlineData("while (true) { }")]
    [InlineData("await Task.Delay(-1);")]
    [InlineData("System.Threading.Thread.Sleep(-1);")]
    public async Task What_a_cell_had_declared_before_its_interrupt_stays(string code)
    {
        await _session.Interrupt($"var early = 7;\nConsole.Write('x');\n{code}");

        Assert.Equal("8", await _session.Value("early + 1"));
    }

    [Fact]
    public async Task A_directive_inside_a_text_is_text()
    {
        await _session.Value("var text = \"\"\"\n    #!time\n    #r \"nuget: nope\"\n    \"\"\";");

        Assert.Equal("#!time\n#r \"nuget: nope\"", await _session.Value("text"));
    }

    [Fact]
    public async Task A_cell_without_declarations_is_freed()
    {
        await _session.Value("var kept = new List<object>();");
        var alive = AppDomain.CurrentDomain.GetAssemblies().Count(Cell);
        for (var i = 0; i < 20; i++)
            await _session.Value("kept.Count + 1");
        // What a thread holds in its registers and stack goes with the next cells.
        for (var i = 0; i < 10; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.InRange(AppDomain.CurrentDomain.GetAssemblies().Count(Cell), 0, alive + 3);

        static bool Cell(System.Reflection.Assembly assembly) => assembly.GetName().Name!.StartsWith("cell", StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unsafe_block_compiles()
    {
        await _session.Value("int kept;\nunsafe { int x = 5; int* p = &x; *p = 6; kept = x; }");

        Assert.Equal("6", await _session.Value("kept"));
    }
}
