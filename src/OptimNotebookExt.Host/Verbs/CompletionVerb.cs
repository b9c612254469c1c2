using System.CommandLine;

namespace OptimNotebookExt.Host.Verbs;

/// <summary><c>optimnb completion</c>: what a shell needs to complete verbs and options; they are asked of the program itself.</summary>
internal static class CompletionVerb
{
    private static readonly Dictionary<string, string> Scripts = new()
    {
        ["bash"] = """
            _optimnb() {
              local IFS=$'\n'
              COMPREPLY=($(compgen -W "$(optimnb "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o default -F _optimnb optimnb
            """,
        ["zsh"] = """
            #compdef optimnb
            _optimnb() {
              local -a found
              found=("${(@f)$(optimnb "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
              compadd -- $found || _files
            }
            compdef _optimnb optimnb
            """,
        ["pwsh"] = """
            Register-ArgumentCompleter -Native -CommandName optimnb -ScriptBlock {
              param($word, $line, $position)
              optimnb "[suggest:$position]" "$line" | Where-Object { $_ -like "$word*" } | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
              }
            }
            """,
    };

    internal static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or pwsh." };
        shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
        var command = new Command("completion", "Prints a script with which a shell completes verbs and options: source <(optimnb completion bash)") { shell };
        command.SetAction(parsed => parsed.InvocationConfiguration.Output.WriteLine(Scripts[parsed.GetValue(shell)!]));
        return command;
    }
}
