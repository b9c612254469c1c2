using OptimNotebookExt.Experiments.Tasks;
using TorchSharp;

namespace OptimNotebookExt.Tests.Experiments.Tasks;

/// <summary>What docs/TASKS.md says of the tasks' losses.</summary>
public class TaskModelTests
{
    [Theory]
    [InlineData("quadratic-noise")]
    [InlineData("teacher")]
    [InlineData("characters")]
    public void Both_dtypes_have_the_same_numbers(string name)
    {
        using var scope = torch.NewDisposeScope();
        using var single = TaskCatalog.Get(name).Start(2);
        using var exact = TaskCatalog.Get(name).Start(2, new TaskOptions { Dtype = torch.ScalarType.Float64 });
        Assert.Equal(1, single.Loss(3).ToDouble() / exact.Loss(3).ToDouble(), 5);
        Assert.Equal(1, single.Evaluate() / exact.Evaluate(), 5);
        Assert.Equal(torch.ScalarType.Float64, exact.Loss(3).dtype);
    }

    [Fact]
    public void The_noise_of_the_quadratic_adds_half_its_variance_to_the_loss()
    {
        using var noTape = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        using var task = TaskCatalog.Get("quadratic-noise").Start(1);
        var noisy = Enumerable.Range(0, 200).Average(i => task.Loss(i).ToDouble());
        Assert.Equal(0.5 * 0.1 * 0.1, noisy - task.Evaluate(), 4);
    }

    [Fact]
    public void The_quadratic_is_least_at_its_optimum_and_curved_by_ten_to_the_six()
    {
        using var scope = torch.NewDisposeScope();
        using var task = (QuadraticInstance)TaskCatalog.Get("quadratic").Start(1, new TaskOptions { Dtype = torch.ScalarType.Float64 });
        foreach (var (left, right) in task.Roots)
        {
            var (a, b) = (torch.linalg.eigvalsh(left.mm(left)), torch.linalg.eigvalsh(right.mm(right)));
            Assert.Equal((1.0, 1.0), (Math.Round(a.mean().ToDouble(), 9), Math.Round(b.mean().ToDouble(), 9)));
            Assert.Equal(1e6, a.max().ToDouble() / a.min().ToDouble() * b.max().ToDouble() / b.min().ToDouble(), 1.0);
        }
        task.GoToOptimum();
        Assert.Equal(0, task.Evaluate());
    }

    [Fact]
    public void A_student_that_knows_nothing_has_a_loss_of_one()
    {
        using var noTape = torch.no_grad();
        using var task = TaskCatalog.Get("teacher").Start(1);
        foreach (var (_, parameter) in task.Parameters)
            parameter.zero_();
        Assert.Equal(1, task.Evaluate(), 0.1);
    }

    [Fact]
    public void The_next_character_cannot_be_known_from_a_model_without_readout()
    {
        using var noTape = torch.no_grad();
        using var task = TaskCatalog.Get("characters").Start(1);
        foreach (var (name, parameter) in task.Parameters)
        {
            if (name.StartsWith("readout", StringComparison.Ordinal))
                parameter.zero_();
        }
        Assert.Equal(Math.Log(40), task.Evaluate(), 5);
    }

    [Fact]
    public void No_character_sees_those_that_follow()
    {
        using var noTape = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        using var task = (CharacterInstance)TaskCatalog.Get("characters").Start(1);
        var characters = torch.arange(64, dtype: torch.ScalarType.Int64).remainder(40.ToScalar()).unsqueeze(0);
        var changed = characters.clone();
        changed[0, 40] = torch.tensor(7L);
        var difference = (task.Forward(characters) - task.Forward(changed)).abs().amax([0, 2]);
        Assert.Equal(0, difference[..40].max().ToSingle());
        Assert.All(Enumerable.Range(40, 24), i => Assert.True(difference[i].ToSingle() > 1e-7, $"{i}"));
    }
}
