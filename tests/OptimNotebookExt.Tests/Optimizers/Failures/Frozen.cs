using OptimNotebookExt.Optimizers;
using TorchSharp.Modules;

namespace OptimNotebookExt.Tests.Optimizers.Failures;

/// <summary>Every number of parameters and their states at one moment, to the bit.</summary>
internal sealed class Frozen
{
    private readonly Dictionary<string, double[]> numbers = [];

    internal Frozen(ResearchOptimizer optimizer, IEnumerable<(string Name, Parameter Parameter)> parameters)
    {
        foreach (var (name, parameter) in parameters)
        {
            numbers[name] = parameter.Doubles();
            foreach (var key in optimizer.StateNames(parameter))
            {
                Assert.True(optimizer.TryGetState(parameter, key, out var value));
                using (value)
                    numbers[$"{name}/{key}"] = value!.Doubles();
            }
        }
    }

    /// <summary>What differs from this moment to another, by the name of the parameter or of its state.</summary>
    internal string[] DifferencesTo(Frozen other) =>
        [.. numbers.Keys.Union(other.numbers.Keys).Where(k => !Bits(numbers, k).SequenceEqual(Bits(other.numbers, k))).Order(StringComparer.Ordinal)];

    private static IEnumerable<long> Bits(Dictionary<string, double[]> numbers, string key) =>
        numbers.TryGetValue(key, out var values) ? values.Select(BitConverter.DoubleToInt64Bits).Prepend(0) : [];
}
