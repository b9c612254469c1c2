using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Experiments.Tasks;

/// <summary>The matrices of <see cref="QuadraticTask"/> for one seed.</summary>
internal sealed class QuadraticInstance : TaskInstance
{
    private const double SmallestEigenvalue = 1e-3;
    private const int NoisePurpose = 1000;

    private static readonly (long Rows, long Columns)[] Shapes = [(60, 40), (40, 80)];

    private readonly TaskDraws draws;
    private readonly double noise;
    private readonly Matrix[] matrices;

    internal QuadraticInstance(long seed, double noise, ScalarType dtype)
    {
        using var noTape = no_grad();
        using var scope = NewDisposeScope();
        this.noise = noise;
        draws = new TaskDraws(seed);
        matrices = [.. Shapes.Select((shape, i) => Make(i, shape.Rows, shape.Columns, dtype))];
        Parameters = [.. matrices.Select((m, i) => (FormattableString.Invariant($"w{i}"), m.Weight))];
    }

    public override IReadOnlyList<(string name, Parameter parameter)> Parameters { get; }

    /// <summary>A^½ and B^½ of every matrix.</summary>
    internal IEnumerable<(Tensor Left, Tensor Right)> Roots => matrices.Select(m => (m.Left, m.Right));

    public override Tensor Loss(long index) => Loss(i => noise == 0
        ? null
        : TaskDraws.Normal(draws.At(NoisePurpose + i, index), matrices[i].Weight.dtype, matrices[i].Weight.shape).Times(noise));

    public override double Evaluate()
    {
        using var noTape = no_grad();
        using var scope = NewDisposeScope();
        return Loss(_ => null).ToDouble();
    }

    /// <summary>Puts W* in the place of W.</summary>
    internal void GoToOptimum()
    {
        using var noTape = no_grad();
        foreach (var m in matrices)
            m.Weight.copy_(m.Optimum);
    }

    protected override void Dispose(bool disposing)
    {
        draws.Dispose();
        foreach (var m in matrices)
        {
            m.Weight.Dispose();
            m.Optimum.Dispose();
            m.Left.Dispose();
            m.Right.Dispose();
        }
    }

    private Tensor Loss(Func<int, Tensor?> noiseOf)
    {
        var elements = matrices.Sum(m => m.Weight.numel());
        return matrices
            .Select((m, i) =>
            {
                var residual = m.Left.mm(m.Weight - m.Optimum).mm(m.Right);
                return (noiseOf(i) is { } xi ? residual - xi : residual).Squared().sum();
            })
            .Aggregate((x, y) => x.Plus(y))
            .Times(0.5 / elements);
    }

    private Matrix Make(int index, long rows, long columns, ScalarType dtype)
    {
        var generator = draws.At(index);
        var weight = new Parameter(TaskDraws.Normal(generator, dtype, rows, columns).Times(0.1));
        var optimum = TaskDraws.Normal(generator, dtype, rows, columns).Times(0.5);
        var (left, right) = (Root(generator, rows, dtype), Root(generator, columns, dtype));
        weight.DetachFromDisposeScope();
        return new Matrix(weight, optimum.DetachFromDisposeScope(), left.DetachFromDisposeScope(), right.DetachFromDisposeScope());
    }

    /// <summary>The symmetric root of a matrix [size, size] with a mean diagonal of 1; in float64, so that both dtypes get the same.</summary>
    private static Tensor Root(Generator generator, long size, ScalarType dtype)
    {
        var (basis, _) = linalg.qr(TaskDraws.Normal(generator, ScalarType.Float64, size, size));
        var eigenvalues = logspace(0, Math.Log10(SmallestEigenvalue), size, dtype: ScalarType.Float64);
        var roots = (eigenvalues / eigenvalues.mean()).sqrt();
        return (basis * roots).mm(basis.t()).to(dtype).contiguous();
    }

    private sealed record Matrix(Parameter Weight, Tensor Optimum, Tensor Left, Tensor Right);
}
