using System.Globalization;
using SpokenDigits;
using static TorchSharp.torch;

// dotnet run -c Release --project benchmarks/SpokenDigits -- [FILE]: makes the features of the task spoken-digits anew.
var file = args.Length > 0 ? args[0] : Path.Combine("data", "spoken-digits", "features.safetensors");
if (Espeak.Version is not { } version)
{
    Console.Error.WriteLine("espeak-ng is not installed: apt-get install espeak-ng");
    return 1;
}
set_num_threads(1);
var plan = new Plan(Plan.CommittedSeed);
var mixer = new Mixer(plan);
var tensors = new Dictionary<string, Tensor>();
var training = plan.All(training: true).ToArray();
Add("train.features", Plan.TrainingCount, n => Features.Of(Mixer.Speech(training[n])));
tensors["train.frames"] = tensor(training.AsParallel().AsOrdered().Select(u => (byte)Features.FramesOf(Mixer.Speech(u).Length)).ToArray());
tensors["train.digits"] = tensor(training.Select(u => (byte)u.Digit).ToArray());
Add("noise.features", Plan.NoiseCount, n => Features.Of(mixer.Noise(Plan.TrainingNoise(n))));
var held = plan.All(training: false).ToArray();
Add("test.features", Plan.HeldOutCount, n => Features.Of(mixer.Mix(held[n])));
tensors["test.digits"] = tensor(held.Select(u => (byte)u.Digit).ToArray());
tensors["test.decibels"] = tensor(held.Select(u => (byte)u.SignalToNoise).ToArray());
tensors["test.noises"] = tensor(held.Select(u => (byte)u.Noise).ToArray());
var notes = new Dictionary<string, string>
{
    ["made_by"] = $"espeak-ng {version}",
    ["seed"] = Plan.CommittedSeed.ToString(CultureInfo.InvariantCulture),
};
FeatureFile.Write(file, notes, tensors);
Console.WriteLine($"wrote {file}");
return 0;

void Add(string name, int count, Func<int, byte[]> make)
{
    var all = new byte[count][];
    Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = 4 }, n => all[n] = make(n));
    tensors[name] = tensor(all.SelectMany(f => f).ToArray(), [count, Features.Bands, Features.Frames]);
    Console.WriteLine($"{name}: {count}");
}
