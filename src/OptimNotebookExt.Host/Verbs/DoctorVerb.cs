using System.CommandLine;
using System.Text.Json;
using OptimNotebookExt.Host.Doctor;

namespace OptimNotebookExt.Host.Verbs;

/// <summary><c>optimnb doctor</c>: says what notebooks would miss on this machine.</summary>
internal static class DoctorVerb
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    internal static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Writes the findings as JSON." };
        var command = new Command("doctor", "Says what is wrong with this machine, and how to mend it.") { json };
        command.SetAction(parsed =>
        {
            Finding[] findings = [.. Examination.Run()];
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json))
                output.WriteLine(JsonSerializer.Serialize(findings, Indented));
            else
                Array.ForEach(findings, f => output.WriteLine($"{f.State,-4}  {f.Subject,-9}  {f.Text}"));
            return findings.Any(f => f.State == Finding.Failed) ? ExitCode.Failed : ExitCode.Done;
        });
        return command;
    }
}
