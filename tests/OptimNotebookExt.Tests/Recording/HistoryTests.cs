using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Recording;
using OptimNotebookExt.Tests.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Recording;

public sealed class HistoryTests
{
    private static readonly long[][] Shapes = [[], [3], [7], [4, 3], [6, 1, 4], [80, 70]];

    public static TheoryData<int, HistoryLevel> Cases
    {
        get
        {
            var cases = new TheoryData<int, HistoryLevel>();
            for (var row = 0; row < OptimizerCase.All.Length; row++)
            {
                foreach (var level in Enum.GetValues<HistoryLevel>())
                    cases.Add(row, level);
            }
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_history_changes_no_bit_of_the_run_and_leaves_no_tensor(int row, HistoryLevel level)
    {
        var (plain, watched) = (TestModels.Parameters(1, ScalarType.Float32, Shapes), TestModels.Parameters(1, ScalarType.Float32, Shapes));
        using var first = OptimizerCase.All[row].Create(plain);
        using var second = OptimizerCase.All[row].Create(watched);
        // The first step makes the state, the second what the fast path holds of each parameter.
        Steps(0, 2);
        var live = LiveOutsideState();
        using (var history = History.Attach(second, new HistoryOptions { Every = 3, Level = level, MatrixEvery = 2, Capacity = 8, SpectraCapacity = 4, Elements = level == HistoryLevel.Economy ? 100 : null }))
        {
            var attached = LiveOutsideState();
            for (var step = 2; step < 60; step++)
            {
                Steps(step, step + 1);
                history.Record(1.0);
                Assert.Equal(attached, LiveOutsideState());
            }
            Assert.InRange(history.Freeze().Steps.Length, 1, 8);
        }
        Assert.Equal(live, LiveOutsideState());
        Assert.Equal(TestModels.Values(plain), TestModels.Values(watched));
        foreach (var (a, b) in first.States.Zip(second.States))
            Assert.All(a.TensorNames, n => Assert.Equal(a[n].Doubles(), b[n].Doubles()));

        long LiveOutsideState() => DisposeScopeManager.Statistics.ThreadTotalLiveCount - first.States.Concat(second.States).Sum(s => s.TensorNames.Count());

        void Steps(int from, int to)
        {
            for (var step = from; step < to; step++)
            {
                TestModels.SetGradients(plain, step);
                TestModels.SetGradients(watched, step);
                first.step();
                second.step();
            }
        }
    }

    [Theory]
    [InlineData(HistoryLevel.Economy)]
    [InlineData(HistoryLevel.Business)]
    public void The_figures_of_a_step_are_those_computed_by_hand(HistoryLevel level)
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float64, [4, 3], [7]);
        using var optimizer = LearnedGradient.Draft(parameters, lr: 0.05);
        using var history = History.Attach(optimizer, new HistoryOptions { Every = 2, Level = level });
        for (var step = 0; step < 9; step++)
        {
            TestModels.SetGradients(parameters, step);
            var before = TestModels.Values(parameters);
            optimizer.step();
            history.Record(tensor(10f - step));
            if (step % 2 != 0)
                continue;
            var after = TestModels.Values(parameters);
            var share = new double[2];
            for (var i = 0; i < 2; i++)
            {
                var (p, g) = (parameters[i], parameters[i].Parameter.grad!.Doubles());
                var u = after[i].Zip(before[i], (a, b) => a - b).ToArray();
                double Last(string figure) => history[$"{p.Name}/{figure}"][^1];
                AssertClose(Rms(after[i]), Last("param_rms"));
                AssertClose(Rms(g), Last("grad_rms"));
                AssertClose(Rms(u), Last("update_rms"));
                AssertClose(Rms(u) / Rms(after[i]), Last("relative_update"));
                AssertClose(-u.Zip(g, (a, b) => a * b).Sum() / u.Length / (Rms(u) * Rms(g)), Last("cos_update_gradient"));
                AssertClose(optimizer.States[i]["scale_exp_avg_sq"].ToDouble(), Last("scale_exp_avg_sq"));
                AssertClose(optimizer.States[i]["scale_grads"].Doubles().Average(), Last("scale_grads"));
                share[i] = Rms(u) * Rms(u) * u.Length;
            }
            AssertClose(share.Max() / share.Sum(), history["dominating_share"][^1]);
            Assert.Equal(share[0] > share[1] ? "p0" : "p1", history.Freeze().Dominating[^1]);
        }
        Assert.Equal([0.0, 2, 4, 6, 8], history.Columns["step"]);
        Assert.Equal([10.0, 8, 6, 4, 2], history["loss"]);
        Assert.All(history["lr"], lr => Assert.Equal(0.05, lr));
        Assert.Equal(level > HistoryLevel.Economy, history.Columns.ContainsKey("p0/clipped_fraction"));
        Assert.DoesNotContain("scale_exp_avg", string.Join(' ', HistoryOfEve()), StringComparison.Ordinal);
    }

    [Fact]
    public void The_clipped_fraction_is_that_of_the_step_that_was_made()
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float64, [40, 30]);
        // Without size updates every clamped element has moved by exactly the same, largest amount.
        using var optimizer = LearnedGradient.Draft(parameters, lr: 0.05, size_lr_scale: 0, meta_lr_scale: 0.01, max_step_scale: 1.0);
        using var history = History.Attach(optimizer, new HistoryOptions { Every = 1, Level = HistoryLevel.Business });
        for (var step = 0; step < 25; step++)
        {
            TestModels.SetGradients(parameters, step);
            var before = TestModels.Values(parameters)[0];
            optimizer.step();
            var moved = TestModels.Values(parameters)[0].Zip(before, (a, b) => Math.Abs(a - b)).ToArray();
            var clipped = moved.Count(m => m > moved.Max() * (1 - 1e-9)) / (double)moved.Length;
            Assert.InRange(clipped, 0.1, 0.6);
            AssertClose(clipped, history["p0/clipped_fraction"][^1]);
        }
    }

    [Fact]
    public void Economy_estimates_from_evenly_spread_elements()
    {
        var exact = Record(new HistoryOptions { Elements = long.MaxValue });
        var estimate = Record(new HistoryOptions { Elements = 2048 });
        foreach (var name in exact.Columns.Keys.Where(k => k.Contains("rms", StringComparison.Ordinal)))
        {
            // The rms of 2048 normal values has a standard error of 1.6 %; of all 300 elements of p1 there is none.
            var error = Math.Abs(estimate[name][0] / exact[name][0] - 1);
            Assert.InRange(error, 0, name.StartsWith("p1", StringComparison.Ordinal) ? 1e-6 : 0.08);
        }

        static HistorySnapshot Record(HistoryOptions options)
        {
            var parameters = TestModels.Parameters(1, ScalarType.Float32, [256, 128], [300], [90, 64]);
            using var optimizer = new Eve(parameters, lr: 0.01);
            using var history = History.Attach(optimizer, options);
            TestModels.SetGradients(parameters, 5);
            optimizer.step();
            return history.Freeze();
        }
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Sums_read_from_main_memory_are_those_of_the_device(ScalarType dtype)
    {
        var parameters = TestModels.Parameters(1, dtype, [256, 128], [300], [90, 64], [0], [5, 3]);
        using var optimizer = new Eve(parameters);
        TestModels.SetGradients(parameters, 5);
        ParameterState[] states = [.. optimizer.States];
        Tensor?[] gradients = [.. states.Select((s, i) => i == 2 ? null : s.Parameter.grad)];
        using var noTape = no_grad();
        using var scope = NewDisposeScope();
        Assert.True(MemoryUpdateSums.CanRead(states, gradients));
        var (memory, device) = (new MemoryUpdateSums(states, gradients, 2048), new SampledUpdateSums(states, gradients, 2048));
        foreach (var state in states)
            state.Parameter.add_(state.Parameter.square());
        Assert.True(memory.End().allclose(device.End(), rtol: 1e-12, atol: 0, equal_nan: true));
        Assert.True(memory.End()[0, 2].isnan().item<bool>());
    }

    [Fact]
    public void The_elements_looked_at_touch_every_row_and_column_alike()
    {
        using var p = new TorchSharp.Modules.Parameter(zeros(512, 512));
        using var optimizer = new Eve([("p", p)], weight_decay: 0);
        // Column 0 alone has gradients, so 1/512 of the elements: a stride of a power of two would see all or nothing of it.
        using var column = zeros(512, 512);
        column.select(1, 0).fill_(1);
        p.grad = column;
        using var history = History.Attach(optimizer);
        optimizer.step();
        var looked = SampledElements.Of(512 * 512, 2048).Count;
        Assert.InRange(looked, 1024, 2048);
        Assert.InRange(history["p/grad_rms"][0], Math.Sqrt(0.8 / 512), Math.Sqrt(1.2 / 512));
    }

    [Fact]
    public void A_parameter_without_a_gradient_has_no_figures_at_that_step()
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float32, [4, 3], [7]);
        using var optimizer = new Cain(parameters);
        using var history = History.Attach(optimizer, new HistoryOptions { Every = 1 });
        TestModels.SetGradients([parameters[0]], 1);
        optimizer.step();
        TestModels.SetGradients(parameters, 2);
        optimizer.step();
        Assert.True(double.IsNaN(history["p1/update_rms"][0]));
        Assert.True(double.IsNaN(history["p1/scale_exp_avg_sq"][0]));
        Assert.False(double.IsNaN(history["p1/param_rms"][1]));
        Assert.Equal(("p0", 1.0), (history.Freeze().Dominating[0], history["dominating_share"][0]));
        Assert.InRange(history["dominating_share"][1], 0.5, 0.9999);
    }

    [Fact]
    public void The_loss_of_a_closure_is_recorded_and_a_double_is_taken()
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float32, [4, 3]);
        using var optimizer = new Eve(parameters);
        using var history = History.Attach(optimizer, new HistoryOptions { Every = 1 });
        TestModels.SetGradients(parameters, 1);
        using var loss = tensor(4.5);
        optimizer.step(() => loss);
        optimizer.step();
        history.Record(2.25);
        Assert.Equal([4.5, 2.25], history["loss"]);
        using var two = zeros(2);
        Assert.Throws<ArgumentException>(() => history.Record(two));
    }

    [Fact]
    public void Bad_requests_are_named_and_change_nothing()
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float32, [4, 3]);
        using var optimizer = new Eve(parameters);
        Assert.Contains("'p9'", Assert.Throws<ArgumentException>(() => History.Attach(optimizer, new HistoryOptions { Parameters = ["p9"] })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => History.Attach(optimizer, new HistoryOptions { Parameters = [] }));
        Assert.Equal("Every", Assert.Throws<ArgumentOutOfRangeException>(() => History.Attach(optimizer, new HistoryOptions { Every = 0 })).ParamName);
        Assert.Equal("Capacity", Assert.Throws<ArgumentOutOfRangeException>(() => History.Attach(optimizer, new HistoryOptions { Capacity = 1 })).ParamName);
        Assert.Equal("MatrixEvery", Assert.Throws<ArgumentOutOfRangeException>(() => History.Attach(optimizer, new HistoryOptions { MatrixEvery = 0 })).ParamName);
        Assert.Equal("Level", Assert.Throws<ArgumentOutOfRangeException>(() => History.Attach(optimizer, new HistoryOptions { Level = (HistoryLevel)7 })).ParamName);
        using (History.Attach(optimizer))
            Assert.Throws<InvalidOperationException>(() => History.Attach(optimizer));
        using var again = History.Attach(optimizer);
        Assert.Contains("update_rms", Assert.Throws<KeyNotFoundException>(() => again["p7/update_rms"]).Message, StringComparison.Ordinal);
        Assert.Equal("History of Eve, Economy, every 10 steps: no samples yet", again.ToString());
    }

    private static IEnumerable<string> HistoryOfEve()
    {
        var parameters = TestModels.Parameters(1, ScalarType.Float32, [4, 3]);
        using var optimizer = new Eve(parameters);
        using var history = History.Attach(optimizer);
        TestModels.SetGradients(parameters, 1);
        optimizer.step();
        return history.Columns.Keys;
    }

    private static double Rms(double[] values) => Math.Sqrt(values.Sum(v => v * v) / values.Length);

    private static void AssertClose(double expected, double actual) => Assert.Equal(expected, actual, Math.Abs(expected) * 1e-9);
}
