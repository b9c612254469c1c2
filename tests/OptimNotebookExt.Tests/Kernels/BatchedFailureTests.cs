using OptimNotebookExt.Tests.Optimizers.Failures;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Kernels;

/// <summary>One of a batch whose gradient is not finite in the very step in which all learn, gather or estimate together.</summary>
public sealed class BatchedFailureTests
{
    public static TheoryData<string, int, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int, int>();
            foreach (var step in (int[])[10, 12, 20, 21])
            {
                foreach (var spoilt in (int[])[0, 1, 3])
                {
                    cases.Add("LearnedGradient", step, spoilt);
                    cases.Add("LearnedGradientStable", step, spoilt);
                    cases.Add("NeutralGradient", step, spoilt);
                }
            }
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Takes_nothing_of_the_others_and_leaves_them_theirs(string optimizer, int step, int spoilt)
    {
        using var pair = new PathPair(optimizer, ScalarType.Float64, 3, [5, 4], [5, 4], [5, 4], [5, 4]);
        for (var number = 0; number < 34; number++)
        {
            var before = new Frozen(pair.FastOptimizer, [pair.Fast[spoilt]]);
            pair.Step(number, parameters =>
            {
                if (number == step)
                    parameters[spoilt].Parameter.grad![2, 3].fill_(double.NaN);
            });
            if (number == step)
                Assert.Empty(before.DifferencesTo(new Frozen(pair.FastOptimizer, [pair.Fast[spoilt]])));
            Assert.InRange(pair.Difference(), 0, pair.Tolerance);
        }
        Assert.Equal(pair.SlowOptimizer.Failures, pair.FastOptimizer.Failures);
    }
}
