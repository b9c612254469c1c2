using System.Diagnostics;
using OptimNotebookExt.Host.Verbs;

namespace OptimNotebookExt.Host.Tests.Verbs;

public sealed class CompletionVerbTests
{
    [Theory]
    [InlineData("optimnb re", "rerun")]
    [InlineData("optimnb bench --se", "--set")]
    [InlineData("optimnb bench --set ", "tf4")]
    public void The_program_is_asked_for_verbs_options_and_values(string line, string expected) => Assert.Contains(expected, Suggest(line));

    [Fact]
    public void Bash_completes_with_the_script()
    {
        if (!File.Exists("/bin/bash"))
            return;
        using var output = new StringWriter();
        Assert.Equal(0, OptimnbCommand.Create().Parse(["completion", "bash"]).Invoke(new() { Output = output }));

        // The program's answer comes from a function here; what is tested is the script around it.
        var script = $$"""
            optimnb() { printf '%s\n' replay rerun report run; [ "$1" = "[suggest:11]" ] && [ "$2" = "optimnb rer" ]; }
            {{output}}
            COMP_LINE='optimnb rer' COMP_POINT=11 COMP_WORDS=(optimnb rer) COMP_CWORD=1
            _optimnb
            echo "${COMPREPLY[*]}"
            """;
        using var bash = Process.Start(new ProcessStartInfo("/bin/bash", ["-c", script]) { RedirectStandardOutput = true })!;
        Assert.Equal("rerun", bash.StandardOutput.ReadToEnd().Trim());
    }

    [Fact]
    public void Another_shell_is_refused() => Assert.NotEmpty(OptimnbCommand.Create().Parse(["completion", "csh"]).Errors);

    private static string[] Suggest(string line)
    {
        using var output = new StringWriter();
        OptimnbCommand.Create().Parse([$"[suggest:{line.Length}]", line]).Invoke(new() { Output = output });
        return output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
