using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Recording;
using OptimNotebookExt.Tests.Optimizers;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Recording;

public sealed class HistoryFailureTests
{
    public static TheoryData<int, OptimizerPath, HistoryLevel> Cases
    {
        get
        {
            var cases = new TheoryData<int, OptimizerPath, HistoryLevel>();
            foreach (var row in Enumerable.Range(0, OptimizerCase.All.Length))
            {
                foreach (var path in new[] { OptimizerPath.Auto, OptimizerPath.Reference })
                {
                    cases.Add(row, path, HistoryLevel.Economy);
                    cases.Add(row, path, HistoryLevel.Business);
                }
            }
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_gradient_that_is_not_finite_leaves_a_gap_and_counts_as_without_a_history(int row, OptimizerPath path, HistoryLevel level)
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float32, [4, 3], [5]);
        using var optimizer = OptimizerCase.All[row].Create(parameters);
        optimizer.Path = path;
        using var history = History.Attach(optimizer, new HistoryOptions { Every = 1, Level = level });
        for (var step = 0; step < 6; step++)
        {
            TestModels.SetGradients(parameters, step);
            if (step is 2 or 3)
                parameters[1].Parameter.grad![0] = tensor(float.NaN);
            optimizer.step();
            Assert.Equal(step is 2 or 3 ? step - 1 : 0, optimizer.States[1].Failures.SkippedInARow);
        }

        var columns = history.Freeze().Columns;
        var updates = columns[$"{parameters[1].Name}/update_rms"];
        Assert.Equal([2, 3], Enumerable.Range(0, 6).Where(i => double.IsNaN(updates[i])));
        Assert.DoesNotContain(columns[$"{parameters[0].Name}/update_rms"], double.IsNaN);
        Assert.DoesNotContain(columns["dominating_share"], double.IsNaN);
    }

    [Fact]
    public void Skips_in_a_row_raise_at_sampled_steps_too()
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float32, [4, 3]);
        using var optimizer = new Eve(parameters);
        optimizer.FailurePolicy.MaxSkipsInARow = 3;
        using var history = History.Attach(optimizer, new HistoryOptions { Every = 2 });
        TestModels.SetGradients(parameters, 0);
        optimizer.step();
        parameters[0].Parameter.grad![0, 0] = tensor(float.NaN);
        optimizer.step();
        optimizer.step();
        Assert.Throws<StepFailedException>(() => optimizer.step());
        Assert.Equal(2, history.Freeze().Steps.Length);
    }

    [Fact]
    public void Between_samples_nothing_is_looked_at()
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float32, [4, 3]);
        using var optimizer = new Eve(parameters);
        using var history = History.Attach(optimizer, new HistoryOptions { Every = 4 });
        var wanted = new List<bool>();
        for (var step = 0; step < 9; step++)
        {
            wanted.Add(optimizer.Observer!.WantsNextStep);
            TestModels.SetGradients(parameters, step);
            optimizer.step();
        }
        Assert.Equal([true, false, false, false, true, false, false, false, true], wanted);
        Assert.Equal([0, 4, 8], history.Freeze().Steps.ToArray());
    }
}
