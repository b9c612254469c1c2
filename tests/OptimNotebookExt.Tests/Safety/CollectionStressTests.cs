using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Tests.Optimizers;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Safety;

[Trait(Once.Name, Once.Value)]
public sealed class CollectionStressTests
{
    private const int Steps = 400;

    public static TheoryData<int> Optimizers => OptimizerCase.Rows;

    [Theory, MemberData(nameof(Optimizers))]
    public void Collections_of_another_thread_change_no_number(int row)
    {
        var quiet = Train(row);
        using var stop = new ManualResetEventSlim();
        var collector = new Thread(() =>
        {
            while (!stop.IsSet)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        });
        collector.Start();
        try
        {
            Assert.Equal(quiet, Train(row));
        }
        finally
        {
            stop.Set();
            collector.Join();
        }
    }

    private static double[][] Train(int row)
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float32, [], [3], [8, 5], [40, 30]);
        using var optimizer = OptimizerCase.All[row].Create(parameters);
        optimizer.Path = OptimizerPath.Reference;
        TestModels.SetGradients(parameters, 2);
        for (var step = 0; step < Steps; step++)
            optimizer.step();
        return TestModels.Values(parameters);
    }
}
