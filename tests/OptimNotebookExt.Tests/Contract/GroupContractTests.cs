using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Schedules;
using OptimNotebookExt.Tests.Optimizers;
using TorchSharp.Modules;

namespace OptimNotebookExt.Tests.Contract;

/// <summary>Groups, schedules, and parameters that come later.</summary>
public sealed class GroupContractTests
{
    public static TheoryData<string> Cases => ContractCase.All;

    [Theory, MemberData(nameof(Cases))]
    public void Many_groups_step_as_one_group_does(string key)
    {
        var c = ContractCase.Of(key);
        var (one, many) = (c.Parameters(1, ContractCase.Shapes), c.Parameters(1, ContractCase.Shapes));
        using var first = c.Create(one, c.EveryStep);
        using var second = c.Create(many[..4], c.EveryStep);
        second.add_param_group(c.Info.NewGroup(many[4..6]));
        second.add_param_group(c.Info.NewGroup(many[6..]));
        Training.Run(first, one, 0, 25);
        Training.Run(second, many, 0, 25);

        // Parameters of one shape may be updated together on the fast path, in another order of sums.
        Training.AssertClose(TestModels.Values(one), TestModels.Values(many), c.Path == OptimizerPath.Reference ? 0 : c.Tolerance);
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_group_steps_by_its_own_options(string key)
    {
        var c = ContractCase.Of(key);
        var (together, apart) = (c.Parameters(1, [4, 3], [7], [5, 2], [6]), c.Parameters(1, [4, 3], [7], [5, 2], [6]));
        (string, double)[] other = [.. c.NoDecay, ("lr", 0.002), ("beta1", 0.5)];
        using var both = c.Create(together[..2]);
        both.add_param_group(c.Info.NewGroup(together[2..], c.Options(other)));
        using var first = c.Create(apart[..2]);
        using var second = c.Create(apart[2..], other);
        Training.Run(both, together, 0, 25);
        for (var step = 0; step < 25; step++)
        {
            TestModels.SetGradients(apart, step);
            first.step();
            second.step();
        }

        Assert.Equal(TestModels.Values(together), TestModels.Values(apart));
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_schedule_is_followed_at_every_step(string key)
    {
        var c = ContractCase.Of(key);
        var (scheduled, byHand, constant) = (c.Parameters(1, [4, 3], [7]), c.Parameters(1, [4, 3], [7]), c.Parameters(1, [4, 3], [7]));
        using var first = c.Create(scheduled);
        using var second = c.Create(byHand);
        using var third = c.Create(constant);
        var schedule = new Eden(first, lr_batches: 3, lr_epochs: 2);
        var lr = c.Info.ShortRun["lr"];
        for (var step = 0; step < 25; step++)
        {
            Training.Run(first, scheduled, step, 1);
            schedule.StepBatch();
            var group = second.ParamGroups.Single();
            group.LearningRate = step == 0 ? lr : lr * Math.Pow(((double)step * step + 9) / 9, -0.25);
            Training.Run(second, byHand, step, 1);
        }
        Training.Run(third, constant, 0, 25);

        Assert.Equal(TestModels.Values(byHand), TestModels.Values(scheduled));
        Assert.NotEqual(TestModels.Values(constant), TestModels.Values(scheduled));
    }

    [Theory, MemberData(nameof(Cases))]
    public void TorchSharps_schedulers_move_every_group(string key)
    {
        var c = ContractCase.Of(key);
        var parameters = c.Parameters(1, [4, 3], [4, 3]);
        using var optimizer = c.Create(parameters[..1], ("lr", 0.01));
        optimizer.add_param_group(c.Info.NewGroup(parameters[1..], c.Options(("lr", 0.002))));
        var scheduler = TorchSharp.torch.optim.lr_scheduler.StepLR(optimizer, 1, 0.5);

        scheduler.step();

        Assert.Equal([0.005, 0.001], optimizer.ParamGroups.Select(g => g.LearningRate));
    }

    [Theory, MemberData(nameof(Cases))]
    public void Parameters_added_later_begin_like_new_ones_and_disturb_nobody(string key)
    {
        var c = ContractCase.Of(key);
        var (grown, old, late) = (c.Parameters(1, [4, 3], [7], [5, 2], [6]), c.Parameters(1, [4, 3], [7], [5, 2], [6]), c.Parameters(1, [4, 3], [7], [5, 2], [6])[2..]);
        using var optimizer = c.Create(grown[..2]);
        using var alone = c.Create(old[..2]);
        using var fresh = c.Create(late);
        Training.Run(optimizer, grown[..2], 0, 13);
        Training.Run(alone, old[..2], 0, 13);

        optimizer.add_param_group(c.Info.NewGroup(grown[2..]));
        Assert.Equal(grown.Select(p => p.Name), optimizer.ParameterNames);
        for (var step = 13; step < 30; step++)
        {
            TestModels.SetGradients(grown, step);
            foreach (var (mine, other) in grown.Zip(old[..2].Concat(late)))
                other.Parameter.grad = mine.Parameter.grad!;
            optimizer.step();
            alone.step();
            fresh.step();
        }

        Assert.Equal(TestModels.Values(old[..2]), TestModels.Values(grown[..2]));
        Assert.Equal(TestModels.Values(late), TestModels.Values(grown[2..]));
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_shared_parameter_is_refused_wherever_it_comes_again(string key)
    {
        var c = ContractCase.Of(key);
        var (p, q) = (c.Parameters(1, [3])[0].Parameter, c.Parameters(2, [2])[0].Parameter);
        Assert.Contains("'b' is the same tensor as 'a'; pass every parameter once", Assert.Throws<ArgumentException>(() => c.Create([("a", p), ("b", p)])).Message, StringComparison.Ordinal);

        using var optimizer = c.Create([("a", p)]);
        Assert.Contains("'c' is the same tensor as 'a'", Assert.Throws<ArgumentException>(() => optimizer.add_param_group(c.Info.NewGroup([("b", q), ("c", p)]))).Message, StringComparison.Ordinal);
        using var view = p.detach().view(1, 3);
        var alias = new Parameter(view);
        Assert.Contains("'c' lies in the same memory as 'a'; pass shared weights once", Assert.Throws<ArgumentException>(() => optimizer.add_param_group(c.Info.NewGroup([("c", alias)]))).Message, StringComparison.Ordinal);
        Assert.Contains("given twice", Assert.Throws<ArgumentException>(() => optimizer.add_param_group(c.Info.NewGroup([("a", q)]))).Message, StringComparison.Ordinal);

        Assert.Equal(["a"], optimizer.ParameterNames);
        Assert.Single(optimizer.ParamGroups);
        optimizer.add_param_group(c.Info.NewGroup([("b", q)]));
    }
}
