using System.CommandLine;
using OptimNotebookExt.Host.Doctor;

namespace OptimNotebookExt.Host.Verbs;

/// <summary><c>optimnb doctor</c>: says what notebooks would miss on this machine.</summary>
internal static class DoctorVerb
{
    internal static Command Create()
    {
        var command = new Command("doctor", "Says what is wrong with this machine, and how to mend it.");
        command.SetAction(parsed =>
        {
            var failed = false;
            foreach (var finding in Examination.Run())
            {
                parsed.InvocationConfiguration.Output.WriteLine($"{finding.State,-4}  {finding.Subject,-9}  {finding.Text}");
                failed |= finding.State == Finding.Failed;
            }
            return failed ? 1 : 0;
        });
        return command;
    }
}
