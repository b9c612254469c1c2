using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Tests.Optimizers;
using TorchSharp.Modules;

namespace OptimNotebookExt.Tests.Contract;

/// <summary>Steps with random gradients, and what there is to compare afterwards.</summary>
internal static class Training
{
    internal static void Run(ResearchOptimizer optimizer, (string Name, Parameter Parameter)[] parameters, int from, int steps)
    {
        for (var step = from; step < from + steps; step++)
        {
            TestModels.SetGradients(parameters, step);
            optimizer.step();
        }
    }

    /// <summary>Every number of the state, under parameter and name.</summary>
    internal static Dictionary<string, double[]> StateOf(ResearchOptimizer optimizer) => optimizer.States
        .SelectMany(s => s.TensorNames.Select(n => ($"{s.Name}/{n}", s[n].Doubles())).Concat(s.CountNames.Select(n => ($"{s.Name}/{n}", new[] { (double)s.Count(n) }))))
        .ToDictionary(e => e.Item1, e => e.Item2);

    /// <summary>Equal up to a tolerance relative to each tensor's largest value; finite.</summary>
    internal static void AssertClose(IReadOnlyList<double[]> expected, IReadOnlyList<double[]> actual, double tolerance)
    {
        foreach (var (a, b) in expected.Zip(actual))
        {
            Assert.Equal(a.Length, b.Length);
            var scale = a.Select(Math.Abs).DefaultIfEmpty(0).Max();
            Assert.All(a.Zip(b), pair => Assert.InRange(pair.Second, pair.First - tolerance * scale, pair.First + tolerance * scale));
        }
    }

    internal static void AssertSameState(Dictionary<string, double[]> expected, Dictionary<string, double[]> actual)
    {
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        Assert.All(expected, e => Assert.Equal(e.Value, actual[e.Key]));
    }
}
