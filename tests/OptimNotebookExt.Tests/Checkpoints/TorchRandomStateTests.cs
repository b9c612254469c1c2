using OptimNotebookExt.Checkpoints;
using OptimNotebookExt.Tests.Contract;
using OptimNotebookExt.Tests.Optimizers;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Checkpoints;

/// <summary>The state of torch's generator, where it is asked for.</summary>
[Collection(GlobalGenerator.Name)]
public sealed class TorchRandomStateTests : IDisposable
{
    private static readonly ContractCase Case = ContractCase.Of("Eve/Reference/Float32/cpu");

    private readonly Tensor before = get_rng_state();
    private readonly TemporaryFile file = new("run.safetensors");

    public void Dispose()
    {
        set_rng_state(before);
        before.Dispose();
        file.Dispose();
    }

    [Fact]
    public void A_run_with_dropout_goes_on_with_the_same_bits()
    {
        manual_seed(7);
        using var whole = new Run();
        whole.Train(5);
        Checkpoint.Save(file.Path, whole.Optimizer, torchRandomState: true);
        whole.Train(5);

        manual_seed(1);
        using var resumed = new Run();
        Checkpoint.Load(file.Path, resumed.Optimizer);
        resumed.Train(5);

        Assert.Equal(whole.Values, resumed.Values);
    }

    [Fact]
    public void Without_it_the_generator_stays_where_it_is()
    {
        using var run = new Run();
        Checkpoint.Save(file.Path, run.Optimizer);
        manual_seed(3);
        using var expected = get_rng_state();
        Checkpoint.Load(file.Path, run.Optimizer);
        using var actual = get_rng_state();
        Assert.Equal(expected.Doubles(), actual.Doubles());
    }

    [Theory]
    [InlineData("!")]
    [InlineData("AAAA")]
    [InlineData("")]
    public void A_state_that_is_none_is_refused_and_nothing_is_changed(string text)
    {
        using var run = new Run();
        run.Train(1);
        Checkpoint.Save(file.Path, run.Optimizer, torchRandomState: true);
        var forged = new ForgedFile(File.ReadAllBytes(file.Path));
        forged.Metadata["torch_random_state"] = text;
        File.WriteAllBytes(file.Path, forged.Bytes());
        run.Train(1);
        var values = run.Values;
        using var expected = get_rng_state();

        Assert.Contains("torch_random_state", Assert.Throws<InvalidDataException>(() => Checkpoint.Load(file.Path, run.Optimizer)).Message, StringComparison.Ordinal);

        using var actual = get_rng_state();
        Assert.Equal(expected.Doubles(), actual.Doubles());
        Assert.Equal(values, run.Values);
    }

    private sealed class Run : IDisposable
    {
        private readonly TorchSharp.Modules.Sequential model = TestModels.Mlp(1, 6, 8);

        internal Run() => Optimizer = Case.Info.Create(model.named_parameters(), Case.Options());

        internal OptimNotebookExt.Optimizers.ResearchOptimizer Optimizer { get; }

        internal double[][] Values => TestModels.Values(model.named_parameters().Select(p => (p.name, p.parameter)));

        internal void Train(int steps)
        {
            for (var step = 0; step < steps; step++)
            {
                using var scope = NewDisposeScope();
                Optimizer.zero_grad();
                nn.functional.dropout(model.forward(ones(3, 6)), 0.5, training: true).square().mean().backward();
                Optimizer.step();
            }
        }

        public void Dispose()
        {
            Optimizer.Dispose();
            model.Dispose();
        }
    }
}
