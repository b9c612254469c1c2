using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Diagnostics;

/// <summary>Small models with outputs of every kind.</summary>
internal static class Models
{
    internal static Tensor Random(long seed, params long[] shape) => randn(shape, generator: new Generator((ulong)seed, CPU));

    /// <summary>Linear(6, 5), ReLU, Linear(5, 4), the same each time without touching the global generator.</summary>
    internal static TorchSharp.Modules.Sequential Mlp(long seed = 1)
    {
        var model = nn.Sequential(nn.Linear(6, 5), nn.ReLU(), nn.Linear(5, 4));
        using var noTape = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (_, parameter) in model.named_parameters())
            parameter.copy_(Random(seed++, parameter.shape) * 0.5);
        return model;
    }

    /// <summary>A module of one tensor made of a function.</summary>
    internal sealed class Map(Func<Tensor, Tensor> map) : nn.Module<Tensor, Tensor>(nameof(Map))
    {
        public override Tensor forward(Tensor input) => map(input);
    }

    /// <summary>Two inputs, a nested tuple of outputs.</summary>
    internal sealed class Tuple() : nn.Module<Tensor, Tensor, (Tensor, (Tensor, Tensor))>(nameof(Tuple))
    {
        public override (Tensor, (Tensor, Tensor)) forward(Tensor a, Tensor b) => (a + b, (a * b, b * 2));
    }

    /// <summary>A list of outputs.</summary>
    internal sealed class Chunks() : nn.Module<Tensor, Tensor[]>(nameof(Chunks))
    {
        public override Tensor[] forward(Tensor input) => input.chunk(2);
    }

    /// <summary>An output that is no tensor.</summary>
    internal sealed class Label() : nn.Module<Tensor, string>(nameof(Label))
    {
        public override string forward(Tensor input) => "label";
    }

    /// <summary>One inner layer under two names, invoked twice; and one that is never invoked.</summary>
    internal sealed class Shared : nn.Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Linear first = nn.Linear(4, 4);
        private readonly TorchSharp.Modules.Linear second;
        private readonly TorchSharp.Modules.Linear unused = nn.Linear(2, 2);

        public Shared()
            : base(nameof(Shared))
        {
            second = first;
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            using var inner = first.call(input);
            return second.call(inner);
        }
    }
}
