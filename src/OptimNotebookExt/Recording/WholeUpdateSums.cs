using OptimNotebookExt.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Recording;

/// <summary>Sums over every element; holds a copy of the parameters during the step.</summary>
internal sealed class WholeUpdateSums : UpdateSums
{
    private readonly Tensor?[] before;

    internal WholeUpdateSums(IReadOnlyList<ParameterState> members, IReadOnlyList<Tensor?> gradients)
        : base(members, gradients)
    {
        before = [.. members.Select((m, i) => gradients[i] is null ? null : m.Parameter.clone())];
    }

    internal override Tensor End()
    {
        var none = full([], Scalars.Of(double.NaN), dtype: ScalarType.Float64, device: Members[0].Parameter.device);
        var sums = new List<Tensor>[Count];
        for (var k = 0; k < Count; k++)
            sums[k] = [];
        for (var i = 0; i < Members.Count; i++)
        {
            if (before[i] is not { } start || Gradients[i] is not { } g)
            {
                foreach (var sum in sums)
                    sum.Add(none);
                continue;
            }
            using var temporaries = torch.NewDisposeScope();
            var p = Members[i].Parameter.reshape(-1);
            var (u, gradient) = (start.reshape(-1).sub_(p), g.reshape(-1));
            sums[0].Add(SquaredNorm(u));
            sums[1].Add(SquaredNorm(p));
            sums[2].Add(SquaredNorm(gradient));
            sums[3].Add(dot(u, gradient).to(ScalarType.Float64).MoveToOuterDisposeScope());
        }
        return stack([.. sums.Select(s => stack(s))]);
    }

    private static Tensor SquaredNorm(Tensor x) => x.norm().to(ScalarType.Float64).Squared().MoveToOuterDisposeScope();
}
