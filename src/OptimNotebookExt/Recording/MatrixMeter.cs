using System.Runtime.InteropServices;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Projections;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Recording;

/// <summary>Spectra of the matrices of a state: their extremes, or the whole of them with the staleness of the basis.</summary>
internal static class MatrixMeter
{
    private static readonly string[] Symmetric = ["lr", "grad_cov", "param_cov", "P"];

    internal static void Measure(ParameterState state, HistoryTable table, int row, long step, bool whole)
    {
        foreach (var d in Axes.WithMatrix(state.Parameter))
        {
            foreach (var name in Symmetric.Select(kind => $"{kind}_{d}").Where(state.Has))
            {
                using var scope = torch.NewDisposeScope();
                if (whole)
                    Write($"{state.Name}/{name}", Eigenvalues(state[name]));
                else
                    WriteExtremes($"{state.Name}/{name}", SpectrumExtremes.Of(state[name]));
            }
            if (state.Has($"proj_{d}"))
                Write($"{state.Name}/proj_{d}", SingularValues(state[$"proj_{d}"]));
            if (whole && state.Has($"grad_cov_{d}") && Basis(state, d) is { } basis)
            {
                using (basis)
                    table.Column($"{state.Name}/staleness_{d}")[row] = Staleness(state[$"grad_cov_{d}"], basis);
            }
        }

        void Write(string name, double[] spectrum)
        {
            WriteExtremes(name, SpectrumExtremes.OfSpectrum(spectrum));
            if (whole)
                table.AddSpectrum(name, new SpectrumSample(step, [.. spectrum.Order()]));
        }

        void WriteExtremes(string name, SpectrumExtremes extremes)
        {
            table.Column($"{name}/min")[row] = extremes.Min;
            table.Column($"{name}/max")[row] = extremes.Max;
            table.Column($"{name}/condition")[row] = extremes.Condition;
        }
    }

    /// <summary>‖QᵀAQ - diag‖/‖QᵀAQ‖ in the Frobenius norm; NaN where A is zero or not finite.</summary>
    internal static double Staleness(Tensor a, Tensor q)
    {
        using var scope = torch.NewDisposeScope();
        var rotated = matmul(matmul(q.t(), a), q);
        return ((rotated - diag(rotated.diagonal())).norm() / rotated.norm()).ToDouble();
    }

    /// <summary>The basis in use on an axis, as columns: the eigenvectors of lr_{dim}, or the rows of proj_{dim} at length 1.</summary>
    private static Tensor? Basis(ParameterState state, int d)
    {
        if (state.TryGet($"lr_{d}", out var lr))
        {
            if (!IsFinite(lr))
                return null;
            try
            {
                var (values, vectors) = linalg.eigh(lr);
                values.Dispose();
                return vectors;
            }
            catch (ExternalException)
            {
                return null;
            }
        }
        if (!state.TryGet($"proj_{d}", out var proj) || proj.ndim == 1)
            return null;
        using var scope = torch.NewDisposeScope();
        return (proj / proj.norm(1, keepdim: true)).t().MoveToOuterDisposeScope();
    }

    /// <summary>A decomposition that fails must not end the training it only looks at: it reads as NaN.</summary>
    private static double[] Eigenvalues(Tensor matrix)
    {
        if (!IsFinite(matrix))
            return [double.NaN];
        try
        {
            return linalg.eigvalsh(matrix).Doubles();
        }
        catch (ExternalException)
        {
            return [double.NaN];
        }
    }

    /// <summary>The lengths of the rows: a projection is an orthogonal matrix whose rows were scaled, so these are its singular values.</summary>
    private static double[] SingularValues(Tensor proj)
    {
        using var scope = torch.NewDisposeScope();
        return (proj.ndim == 1 ? proj.abs() : proj.norm(1)).Doubles();
    }

    private static bool IsFinite(Tensor matrix)
    {
        using var scope = torch.NewDisposeScope();
        return matrix.isfinite().all().item<bool>();
    }
}
