using OptimNotebookExt.Tests.Optimizers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Contract;

/// <summary>Closures, threads, devices and ownership.</summary>
public sealed class ReentryTests
{
    public static TheoryData<string> Cases => ContractCase.All;

    [Theory, MemberData(nameof(Cases))]
    public void A_closure_is_evaluated_with_gradients_and_its_loss_returned(string key)
    {
        var c = ContractCase.Of(key);
        var (_, w) = c.Parameters(1, [2, 3])[0];
        using var optimizer = c.Create([("w", w)]);
        var before = w.Doubles().Sum(v => v * v);

        for (var step = 0; step < 60; step++)
        {
            using var scope = torch.NewDisposeScope();
            using var noTape = torch.no_grad();
            var loss = optimizer.step(() =>
            {
                optimizer.zero_grad();
                var value = (w * w).sum();
                value.backward();
                return value;
            });
            Assert.NotNull(loss);
            if (step == 0)
                Assert.Equal(before, loss.ToDouble(), c.Dtype == ScalarType.Float64 ? 1e-12 : 1e-5);
        }
        Assert.True(w.Doubles().Sum(v => v * v) < before);
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_closure_may_step_the_same_optimizer_and_another_one(string key)
    {
        var c = ContractCase.Of(key);
        var (mine, other) = (c.Parameters(1, [4, 3]), c.Parameters(2, [5]));
        var (mineApart, otherApart) = (c.Parameters(1, [4, 3]), c.Parameters(2, [5]));
        using var optimizer = c.Create(mine);
        using var second = c.Create(other);
        TestModels.SetGradients(mine, 1);
        TestModels.SetGradients(other, 1);

        optimizer.step(() =>
        {
            optimizer.step();
            second.step();
            TestModels.SetGradients(mine, 2);
            return zeros(1);
        });

        using var plain = c.Create(mineApart);
        using var plainSecond = c.Create(otherApart);
        Training.Run(plain, mineApart, 1, 2);
        Training.Run(plainSecond, otherApart, 1, 1);
        Assert.Equal(TestModels.Values(mineApart), TestModels.Values(mine));
        Assert.Equal(TestModels.Values(otherApart), TestModels.Values(other));
        Assert.Equal(2, optimizer.States[0].Step);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Two_optimizers_on_two_threads_do_what_they_do_alone(string key)
    {
        var c = ContractCase.Of(key);
        double[][] Run(int seed)
        {
            var parameters = c.Parameters(seed, ContractCase.Shapes);
            using var optimizer = c.Create(parameters);
            Training.Run(optimizer, parameters, seed, 25);
            return TestModels.Values(parameters);
        }
        var alone = (Run(1), Run(2));
        var together = new double[2][][];

        Parallel.Invoke(() => together[0] = Run(1), () => together[1] = Run(2));

        Assert.Equal(alone.Item1, together[0]);
        Assert.Equal(alone.Item2, together[1]);
    }

    [CudaTheory, MemberData(nameof(Cases))]
    public void Parameters_on_two_devices_step_as_they_would_apart(string key)
    {
        var c = ContractCase.Of(key);
        (string, Parameter)[] Make() => [.. TestModels.Parameters(1, c.Dtype, [4, 3], [7]).Select((p, i) => (p.Name, i == 0 ? p.Parameter : new Parameter(p.Parameter.detach().cuda())))];
        var (together, apart) = (Make(), Make());
        using var both = c.With(c.Info.Create(together, c.Options(c.EveryStep), FixedDraws.Instance), strict: false);
        using var first = c.With(c.Info.Create(apart[..1], c.Options(c.EveryStep), FixedDraws.Instance), strict: false);
        using var second = c.With(c.Info.Create(apart[1..], c.Options(c.EveryStep), FixedDraws.Instance), strict: false);
        for (var step = 0; step < 25; step++)
        {
            TestModels.SetGradients(together, step);
            TestModels.SetGradients(apart, step);
            both.step();
            first.step();
            second.step();
        }
        Assert.Equal(TestModels.Values(apart), TestModels.Values(together));
    }

    [Theory, MemberData(nameof(Cases))]
    public void State_survives_the_callers_dispose_scope_and_is_freed_with_the_optimizer(string key)
    {
        var c = ContractCase.Of(key);
        var parameters = c.Parameters(1, ContractCase.Shapes);
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var optimizer = c.Create(parameters);
        for (var step = 0; step < 3; step++)
        {
            using var scope = torch.NewDisposeScope();
            TestModels.SetGradients(parameters, step);
            optimizer.step();
        }
        Assert.All(optimizer.States, s => Assert.All(s.TensorNames, n => Assert.False(s[n].IsInvalid)));
        Assert.True(optimizer.TryGetState(parameters[4].Parameter, optimizer.StateNames(parameters[4].Parameter)[0], out var copy));
        copy!.Dispose();

        optimizer.Dispose();

        foreach (var (_, p) in parameters)
            p.grad = null;
        Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_positional_state_stream_continues_bit_for_bit(string key)
    {
        var c = ContractCase.Of(key);
        var (run, twin) = (c.Parameters(1, ContractCase.Shapes), c.Parameters(9, ContractCase.Shapes));
        using var optimizer = c.Create(run);
        Training.Run(optimizer, run, 0, 23);
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true))
            optimizer.save_state_dict(writer);
        using (no_grad())
        {
            foreach (var (a, b) in run.Zip(twin))
                b.Parameter.copy_(a.Parameter);
        }

        using var resumed = c.Create(twin);
        stream.Position = 0;
        using (var scope = torch.NewDisposeScope())
        using (var reader = new BinaryReader(stream))
            resumed.load_state_dict(reader);
        Training.Run(optimizer, run, 23, 20);
        Training.Run(resumed, twin, 23, 20);

        Assert.Equal(TestModels.Values(run), TestModels.Values(twin));
    }
}
