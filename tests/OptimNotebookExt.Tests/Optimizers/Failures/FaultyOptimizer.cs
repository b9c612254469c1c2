using OptimNotebookExt.Kernels;
using OptimNotebookExt.Optimizers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Optimizers.Failures;

/// <summary>Adds 1 to parameters and their state, and fails on demand in the midst of one, on either path.</summary>
internal sealed class FaultyOptimizer(IEnumerable<(string Name, Parameter Parameter)> parameters)
    : ResearchOptimizer([new NamedParamGroup<EveOptions>(parameters)], new EveOptions())
{
    /// <summary>The parameter whose next update fails, if any.</summary>
    internal string? Fault { get; set; }

    private protected override ResearchOptions NewOptions() => new EveOptions();

    private protected override void BeginState(ResearchOptions options, ParameterState state)
    {
        state.Step = 0;
        state["sum"] = zeros_like(state.Parameter);
    }

    private protected override FusedRule NewFusedRule() => new Rule(this);

    private protected override void Update(ResearchOptions options, ParameterState state, Tensor gradient)
    {
        if (!state.IsCreated)
            BeginState(options, state);
        state.Parameter.add_(1);
        state["sum"].add_(1);
        state["added"] = ones(2);
        state.Step++;
        if (state.Name == Fault)
            throw new FormatException("out of memory");
    }

    private sealed class Rule(FaultyOptimizer optimizer) : FusedRule
    {
        internal override IReadOnlyList<string> StateNames { get; } = ["sum"];

        internal override void Read(ResearchOptions options)
        {
        }

        internal override FusedUpdate NewUpdate(ParameterState state) => new AddOne(state.Parameter.numel(), () => state.Name == optimizer.Fault);
    }

    private sealed unsafe class AddOne(long length, Func<bool> fails) : FusedUpdate(length, stateTensors: 1)
    {
        internal override void Reduce(int chunk)
        {
            if (fails() && chunk == Chunks - 1)
                throw new FormatException("a chunk");
        }

        internal override void Combine()
        {
        }

        internal override void Apply(int chunk)
        {
            var (start, n) = Range(chunk);
            for (var i = start; i < start + n; i++)
            {
                ((float*)Parameter)[i]++;
                ((float*)State[0])[i]++;
            }
        }
    }
}
