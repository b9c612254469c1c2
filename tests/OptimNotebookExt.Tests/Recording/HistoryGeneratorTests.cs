using OptimNotebookExt.Recording;
using OptimNotebookExt.Tests.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Recording;

[Collection(GlobalGenerator.Name)]
public sealed class HistoryGeneratorTests
{
    public static TheoryData<int, HistoryLevel> Cases => HistoryTests.Cases;

    [Theory, MemberData(nameof(Cases))]
    public void A_history_does_not_move_the_global_generator(int row, HistoryLevel level)
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float32, [4, 3], [80, 70]);
        using var optimizer = OptimizerCase.All[row].Create(parameters);
        using var scope = torch.NewDisposeScope();
        manual_seed(5);
        var expected = rand(4).Doubles();
        manual_seed(5);
        using (var history = History.Attach(optimizer, new HistoryOptions { Every = 1, MatrixEvery = 1, Level = level, Elements = 50 }))
        {
            for (var step = 0; step < 25; step++)
            {
                TestModels.SetGradients(parameters, step);
                optimizer.step();
            }
            Assert.NotEmpty(history.ToString());
        }
        Assert.Equal(expected, rand(4).Doubles());
    }
}
