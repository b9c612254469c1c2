using System.Text.Json;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Replay;
using OptimNotebookExt.Tests.Optimizers;
using OptimNotebookExt.Tracing;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Tracing;

public sealed class StepTraceTests
{
    private static readonly long[][] Shapes = [[], [3], [7], [4, 3], [6, 1, 4]];

    public static TheoryData<int> Optimizers => OptimizerCase.Rows;

    public static TheoryData<string> Trajectories => [.. Directory.GetFiles(Repository.Path("data", "golden"), "*__*.json")
        .Select(f => Path.GetFileName(f)!)
        .Where(f => !f.StartsWith("kernel", StringComparison.Ordinal) && !f.Contains("Stable", StringComparison.Ordinal) && !f.Contains("steps1105", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)];

    [Trait(Once.Name, Once.Value)]
    [Theory, MemberData(nameof(Trajectories))]
    public void A_golden_case_replayed_through_the_trace_gives_the_recorded_states(string file)
    {
        using var golden = JsonDocument.Parse(File.ReadAllText(Repository.Path("data", "golden", file)));
        Assert.True(OptimizerCatalog.TryGet(golden.RootElement.GetProperty("optimizer").GetString()!, out var entry));
        using var trajectory = new Trajectory(golden.RootElement, entry, ScalarType.Float64);
        var tolerance = golden.RootElement.GetProperty("tolerance_rel").GetProperty("f64").GetDouble();
        var comparison = new Comparison();
        // Where covariances are nearly singular, rounding decides on directions of the projections: there the paths differ.
        if (file == "NeutralGradient__wide.json")
            trajectory.Optimizer.Path = OptimizerPath.Reference;
        for (var step = 0; step < trajectory.Length; step++)
        {
            trajectory.Prepare(step);
            using var trace = StepTrace.Record(trajectory.Optimizer);
            trajectory.Optimizer.step();

            var traced = Assert.Single(trace.Steps);
            // Not exactly 0: matrix products round by how the memory of their operands is aligned.
            Assert.All(traced.Parameters, p => Assert.True(p.MaxDifference <= tolerance, $"step {step} {p.Name}: {p.MaxDifference} at {p.DifferenceAt}"));
            if (!golden.RootElement.GetProperty("records_f64").TryGetProperty($"{step}", out var record))
                continue;
            foreach (var p in traced.Parameters)
            {
                var i = trajectory.Optimizer.ParameterNames.ToList().IndexOf(p.Name);
                comparison.Add($"{step} {p.Name}", record.GetProperty("params")[i].Doubles(), p.After.Value.Values.ToArray(), tolerance);
                foreach (var state in record.GetProperty("state")[i].EnumerateObject().Where(s => p.After.State.ContainsKey(s.Name)))
                {
                    // Signs and order of singular vectors are free in NeutralGradient.
                    if (entry.Name != "NeutralGradient" || state.Name is not "exp_avg_sq" && !state.Name.StartsWith("proj", StringComparison.Ordinal))
                        comparison.Add($"{step} {p.Name}.{state.Name}", state.Value.Doubles(), p.After.State[state.Name].Values.ToArray(), tolerance);
                }
            }
        }
        Assert.True(comparison.Passed, $"{comparison.MaxRel} at {comparison.Where}");
    }

    [Theory, MemberData(nameof(Optimizers))]
    public void Tracing_changes_no_bit_of_the_run_and_leaves_no_tensor(int row)
    {
        var (plain, traced) = (TestModels.Parameters(1, ScalarType.Float32, Shapes), TestModels.Parameters(1, ScalarType.Float32, Shapes));
        using var first = OptimizerCase.All[row].Create(plain);
        using var second = OptimizerCase.All[row].Create(traced);
        for (var step = 0; step < 45; step++)
        {
            TestModels.SetGradients(plain, step);
            TestModels.SetGradients(traced, step);
            first.step();
            var live = LiveOutsideState();
            using (step % 3 == 0 ? StepTrace.Record(second, steps: 2) : null)
                second.step();
            // The first step makes the state, the second what the fast path holds of each parameter.
            if (step > 1)
                Assert.Equal(live, LiveOutsideState());
        }
        Assert.Equal(TestModels.Values(plain), TestModels.Values(traced));

        long LiveOutsideState() => DisposeScopeManager.Statistics.ThreadTotalLiveCount - second.States.Sum(s => s.TensorNames.Count());
    }

    [Fact]
    public void The_lines_of_a_step_follow_the_algorithm_and_can_be_recomputed()
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float64, [4, 3], [7]);
        using var optimizer = LearnedGradient.Draft(parameters, lr: 0.05, lr_est_period: 2);
        using var trace = StepTrace.Record(optimizer, steps: 5, parameters: ["p0"]);
        for (var step = 0; step < 6; step++)
        {
            TestModels.SetGradients(parameters, step);
            optimizer.step();
        }

        Assert.Equal(5, trace.Steps.Count);
        var last = Assert.Single(trace.Steps[4].Parameters);
        string[] expected = ["grad", "scale_grads", "grad_cov_0", "grad_cov_1", "meta_y", "meta_c", "meta_q", "meta_s", "meta_h", "meta_grad_0", "meta_grad_1", "lr_0", "lr_1", "exp_avg", "moving_d", "moving_d_rms", "limit", "moving_d_clamped", "param"];
        Assert.Equal(expected, last.Lines.Select(l => l.Name));
        // d = exp_avg ×_0 lr_0 ×_1 lr_1
        using var scope = torch.NewDisposeScope();
        Tensor Value(string name) => tensor(last[name].Values.ToArray()).reshape(last[name].Shape.ToArray());
        var d = matmul(matmul(Value("lr_0"), Value("exp_avg")), Value("lr_1").t());
        Assert.True(d.allclose(Value("moving_d"), rtol: 1e-12));
        Assert.Contains("moving_d", Assert.Throws<KeyNotFoundException>(() => last["moving"]).Message, StringComparison.Ordinal);
        Assert.Contains("d = exp_avg ×_dim lr_dim", trace.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_requests_are_named()
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float32, [4, 3]);
        using var optimizer = new Eve(parameters);
        Assert.Contains("'p9'", Assert.Throws<ArgumentException>(() => StepTrace.Record(optimizer, parameters: ["p9"])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => StepTrace.Record(optimizer, steps: 0));
        using var trace = StepTrace.Record(optimizer);
        Assert.Throws<InvalidOperationException>(() => StepTrace.Record(optimizer));
    }
}
