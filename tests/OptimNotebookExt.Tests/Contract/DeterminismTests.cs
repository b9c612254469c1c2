using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Schedules;
using OptimNotebookExt.Tests.Optimizers;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Contract;

/// <summary>The same seed and the same threads give the same bits.</summary>
[Trait(Once.Name, Once.Value)]
public sealed class DeterminismTests
{
    public static TheoryData<string, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int>();
            foreach (var info in OptimizerCatalog.All)
            {
                foreach (var path in info.Paths)
                {
                    cases.Add($"{info.Name}/{path}/Float32/cpu", 1);
                    cases.Add($"{info.Name}/{path}/Float32/cpu", 2);
                }
            }
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Five_hundred_steps_with_the_same_seed_and_threads_give_the_same_bits(string key, int threads)
    {
        var before = get_num_threads();
        set_num_threads(threads);
        try
        {
            Assert.Equal(Train(ContractCase.Of(key)), Train(ContractCase.Of(key)));
        }
        finally
        {
            set_num_threads(before);
        }
    }

    private static double[][] Train(ContractCase c)
    {
        using var model = TestModels.Mlp(1, 24, 40);
        using var generator = new Generator(3, CPU);
        using var x = randn([32, 24], generator: generator);
        using var y = randn([32, 24], generator: generator);
        using var optimizer = c.With(c.Info.Create(model.named_parameters(), c.Options(), new SeededDraws(5)));
        var schedule = new Eden(optimizer, lr_batches: 100, lr_epochs: 5);
        for (var step = 0; step < 500; step++)
        {
            using var scope = NewDisposeScope();
            optimizer.zero_grad();
            var difference = model.forward(x) - y;
            (difference * difference).mean().backward();
            optimizer.step();
            schedule.StepBatch();
        }
        return TestModels.Values(model.named_parameters().Select(p => (p.name, p.parameter)));
    }
}
