// Reads what nobody would write, by the million.
// usage: OptimNotebookExt.Fuzz TARGET|all [--cases N] [--seed S] [--minutes M] [--enough E] [--threads T] [--json FILE [--continue]] [--out DIR]
//        OptimNotebookExt.Fuzz TARGET --file FILE                reads one input again
//        OptimNotebookExt.Fuzz TARGET --case N [--seed S] --file FILE    writes the input of one case
// M minutes are for this call; a target that has had E minutes in all is done. --continue goes on after the cases that FILE counts. Inputs that were not answered as they should go to DIR (out/fuzz).
using System.Globalization;
using System.Text.Json;
using OptimNotebookExt.Fuzz;
using TorchSharp;

if (args.Length == 0)
    throw new ArgumentException($"name a target: {string.Join(", ", FuzzTargets.Names)} or all.");
torch.set_num_threads(1);
if (Value("--file") is { } file)
{
    if (Value("--case") is { } number)
        File.WriteAllBytes(file, FuzzTargets.Create(args[0]).Make(new FuzzRandom(uint.Parse(Value("--seed") ?? "1", CultureInfo.InvariantCulture), long.Parse(number, CultureInfo.InvariantCulture))));
    Console.WriteLine(FuzzTargets.Create(args[0]).Read(File.ReadAllBytes(file)) ? "taken" : "refused");
    return 0;
}
var (cases, seed, threads) = (long.Parse(Value("--cases") ?? "100000", CultureInfo.InvariantCulture), uint.Parse(Value("--seed") ?? "1", CultureInfo.InvariantCulture), int.Parse(Value("--threads") ?? "1", CultureInfo.InvariantCulture));
var (json, folder) = (Value("--json"), Value("--out") ?? Path.Combine("out", "fuzz"));
var enough = 60 * double.Parse(Value("--enough") ?? "1e9", CultureInfo.InvariantCulture);
using var stop = new CancellationTokenSource();
if (Value("--minutes") is { } minutes)
    stop.CancelAfter(TimeSpan.FromMinutes(double.Parse(minutes, CultureInfo.InvariantCulture)));
var options = new JsonSerializerOptions { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
var reports = args.Contains("--continue") && json is not null && File.Exists(json)
    ? JsonSerializer.Deserialize<List<FuzzReport>>(File.ReadAllText(json), options)!.ToDictionary(r => r.Target)
    : [];

Directory.CreateDirectory(folder);
if (args.Contains("--continue") && File.Exists(Path.Combine(folder, "current")))
    Console.WriteLine($"the last process ended within the cases {string.Join(", ", File.ReadAllBytes(Path.Combine(folder, "current")).Chunk(sizeof(long)).Select(b => BitConverter.ToInt64(b)))}");
foreach (var target in args[0] == "all" ? FuzzTargets.Names : [args[0]])
{
    if (stop.IsCancellationRequested)
        break;
    var before = reports.GetValueOrDefault(target) ?? new FuzzReport(target, seed, 0, 0, 0, 0, 0, 0);
    // In parts, so that a crash of the process loses little and tells where it was.
    while (reports.GetValueOrDefault(target, before) is { Cases: var done, Seconds: var spent } && done < cases && spent < enough && !stop.IsCancellationRequested)
    {
        var part = new FuzzRun(target, before.Seed, threads) { Hangs = finding => End(target, finding), Current = Path.Combine(folder, "current") };
        var report = reports.GetValueOrDefault(target, before) + part.Cases(done, Math.Min(cases, done + Math.Clamp(cases / 20, 10_000, 100_000)), stop.Token);
        reports[target] = report;
        foreach (var finding in part.Findings)
            Keep(target, finding);
        if (json is not null)
        {
            File.WriteAllText($"{json}.tmp", JsonSerializer.Serialize(reports.Values, options) + "\n");
            File.Move($"{json}.tmp", json, overwrite: true);
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{report.Target,-12} seed {report.Seed}: {report.Cases,10} cases, {report.Taken,10} taken, {report.Refused,10} refused, {report.Findings,4} findings, {report.Seconds,7:F1} s, {report.Cases / report.Seconds,8:F0}/s, at most {report.LargestMb:F1} MB"));
    }
}
File.Delete(Path.Combine(folder, "current"));
return reports.Values.All(r => r.Findings == 0) ? 0 : 1;

string? Value(string name) => args.SkipWhile(a => a != name).ElementAtOrDefault(1);

void End(string target, FuzzFinding finding)
{
    Keep(target, finding);
    Environment.Exit(3);
}

void Keep(string target, FuzzFinding finding)
{
    var name = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{target}-{seed}-{finding.Number}"));
    File.WriteAllBytes($"{name}.bin", finding.Input);
    File.WriteAllText($"{name}.txt", finding.What + "\n");
    Console.WriteLine($"{name}.bin: {finding.What.Split('\n')[0]}");
}
