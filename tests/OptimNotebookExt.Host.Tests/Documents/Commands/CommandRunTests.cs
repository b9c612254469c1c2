using System.CommandLine.Parsing;
using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Recording;
using OptimNotebookExt.Tests;
using TorchSharp;

namespace OptimNotebookExt.Host.Tests.Documents.Commands;

/// <summary>Runs the quick commands of the pages, as a reader would, in a folder where they find data and leave what they write.</summary>
public sealed class CommandRunTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_quick_commands_of_the_pages_do_what_they_should_one_after_another()
    {
        Directory.CreateSymbolicLink(Path.Combine(folder.Root, "data"), Repository.Path("data"));
        RecordARun();
        var lines = (from command in DocumentedCommand.All
                     from check in CommandCheck.All
                     where check.Runs && check.Pattern.IsMatch(command.Line)
                     select Values(check.Instead ?? command.Line)).Distinct().ToArray();
        Assert.InRange(lines.Length, 8, 40);

        var failures = lines.Select(line => (Line: line, Said: Run(line))).Where(r => r.Said is not null).Select(r => $"{r.Line}: {r.Said}").ToArray();

        Assert.Empty(failures);
        foreach (var written in (string[])["out.json", "run.parquet", "quadratic.html", "soak.json"])
            Assert.True(File.Exists(Path.Combine(folder.Root, written)), written);
    }

    private void RecordARun()
    {
        using var weight = torch.nn.Parameter(torch.ones(3, 2));
        using var optimizer = new Eve([("weight", weight)]);
        using var history = History.Attach(optimizer, new HistoryOptions { Every = 1 });
        for (var step = 0; step < 3; step++)
        {
            weight.grad = torch.ones(3, 2);
            optimizer.step();
        }
        history.SaveJson(Path.Combine(folder.Root, "run.json"));
    }

    private string Values(string line)
    {
        using var sweep = JsonDocument.Parse(File.ReadAllText(Repository.Path("data", "results", "sweeps", "quadratic", "sweep.json")));
        return line.Replace("{configuration}", typeof(CommandRunTests).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration, StringComparison.Ordinal)
            .Replace("{run}", sweep.RootElement.GetProperty("rows")[0].GetProperty("key").GetString(), StringComparison.Ordinal)
            .Replace("{folder}", folder.Root, StringComparison.Ordinal);
    }

    /// <summary>What went wrong, null where nothing did.</summary>
    private string? Run(string line)
    {
        string[] words = [.. CommandLineParser.SplitCommandLine(line)];
        var tool = words[0] == "optimnb";
        var start = folder.Holding(tool
            ? new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "optimnb.dll"), .. words[1..]]) { WorkingDirectory = folder.Root }
            : new ProcessStartInfo(words[0], words[1..]) { WorkingDirectory = Repository.Root });
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        start.Environment["JUPYTER_DATA_DIR"] = Path.Combine(folder.Root, "jupyter");
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : $"exit code {process.ExitCode}\n{output}\n{error.Result}";
    }
}
