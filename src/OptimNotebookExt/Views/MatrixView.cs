using OptimNotebookExt.Recording;
using OptimNotebookExt.Views.Measuring;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Views;

/// <summary>
/// A matrix of an optimizer: heat map, spectrum, condition number, symmetry, definiteness and, for <c>lr_{dim}</c>, how far it
/// has moved from the identity. Above n = 512 the extremes of the spectrum are estimated, and said to be.
/// </summary>
public sealed class MatrixView : View
{
    private readonly TensorSnapshot? source;
    private readonly MatrixKind kind;
    private readonly string name;
    private readonly string dtype;
    private readonly string device;
    private readonly TensorStatistics statistics;
    private readonly IReadOnlyList<long> shape;
    private readonly MatrixFacts? facts;

    /// <summary>Shows what a snapshot kept.</summary>
    /// <param name="matrix">A matrix; one whose elements were not kept shows its statistics.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="name">Its name, for example <c>lr_0 of 0.weight</c>.</param>
    /// <exception cref="ArgumentException">The tensor is no matrix.</exception>
    public MatrixView(TensorSnapshot matrix, MatrixKind kind, string name)
        : this(matrix, kind, name, full: false)
    {
    }

    private MatrixView(TensorSnapshot matrix, MatrixKind kind, string name, bool full)
        : this(kind, name, matrix?.Shape ?? throw new ArgumentNullException(nameof(matrix)), matrix.Dtype, matrix.Device)
    {
        (source, statistics) = (matrix, matrix.Statistics);
        if (matrix.HasValues && statistics.Count > 0)
            facts = MatrixFacts.Of(matrix, kind, full);
    }

    private MatrixView(Tensor matrix, MatrixKind kind, string name, bool full)
        : this(kind, name, matrix.shape, matrix.dtype.ToString(), matrix.device.ToString())
    {
        facts = MatrixFacts.Of(matrix, kind, full);
        statistics = facts.Measures.Statistics;
    }

    private MatrixView(MatrixKind kind, string name, IReadOnlyList<long> shape, string dtype, string device)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (shape.Count != 2)
            throw new ArgumentException($"matrix must have two axes, but is {ViewText.Shape(shape)}: show it with a TensorView.", nameof(shape));
        (this.kind, this.name, this.shape, this.dtype, this.device) = (kind, name, shape, dtype, device);
        statistics = TensorStatistics.Of([]);
    }

    /// <inheritdoc/>
    public override string Summary => $"{name}: {Noun} {shape[0]} × {shape[1]}, {statistics}";

    private string Noun => kind switch
    {
        MatrixKind.LearningRate => "learning-rate matrix",
        MatrixKind.GradientCovariance => "gradient covariance",
        MatrixKind.ParameterCovariance => "parameter covariance",
        MatrixKind.Projection => "projection",
        MatrixKind.Base => "base",
        MatrixKind.Factor => "factor",
        _ => "matrix",
    };

    /// <summary>Shows a tensor as it is now, computed where it is; the view keeps no tensor.</summary>
    /// <param name="matrix">A matrix of any real dtype on any device; it is neither changed nor kept.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="name">Its name.</param>
    /// <param name="fullSpectrum">The whole spectrum also above n = 512, where it takes a time of the order of n³.</param>
    /// <exception cref="ArgumentException">The tensor is no matrix, or complex.</exception>
    public static MatrixView Of(Tensor matrix, MatrixKind kind, string name, bool fullSpectrum = false)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (matrix.is_complex())
            throw new ArgumentException($"matrix is {matrix.dtype}: show its abs(), real or imag.", nameof(matrix));
        using var noTape = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        var detached = matrix.detach();
        return detached.ndim != 2 || detached.numel() <= TensorSnapshot.DefaultElementLimit
            ? new MatrixView(TensorSnapshot.Of(detached), kind, name, fullSpectrum)
            : new MatrixView(detached, kind, name, fullSpectrum);
    }

    /// <summary>The same with the whole spectrum, which takes a time of the order of n³.</summary>
    /// <exception cref="InvalidOperationException">The view was made of a live tensor, which it does not keep, or of a snapshot without elements.</exception>
    public MatrixView WithFullSpectrum()
    {
        if (facts?.Spectrum is { IsEstimated: false })
            return this;
        return source is { HasValues: true }
            ? new MatrixView(source, kind, name, full: true)
            : throw new InvalidOperationException("The view does not hold the matrix: use MatrixView.Of(tensor, kind, name, fullSpectrum: true), or take a snapshot with a higher element limit.");
    }

    private protected override void Write(ViewWriter writer)
    {
        writer.Heading(name);
        writer.Facts(Facts());
        if (facts is not null)
            writer.Figure(MatrixFigure.Of(facts, name, Noun));
        foreach (var note in Notes())
            writer.Paragraph(note);
    }

    private IEnumerable<(string, string)> Facts()
    {
        yield return ("kind", $"{Noun}, {shape[0]} × {shape[1]}, {dtype} on {device}");
        if (statistics.Count == 0)
            yield break;
        yield return ("elements", $"{ViewText.Range(statistics.Min, statistics.Max)}, rms {ViewText.Number(statistics.Rms)}"
            + (statistics.NonFinite > 0 ? $", {ViewText.Count(statistics.NonFinite)} of {ViewText.Count(statistics.Count)} not finite" : ""));
        if (facts is { Measures.IsFinite: true })
        {
            foreach (var fact in MatrixSentences.Of(facts, kind, MatrixFacts.Epsilon(dtype)))
                yield return fact;
        }
    }

    private IEnumerable<string> Notes()
    {
        if (statistics.Count == 0)
            yield return "The matrix is empty.";
        else if (facts is null)
            yield return "Its elements were not kept, so there is no picture: take the snapshot with a higher element limit, or use MatrixView.Of on the tensor.";
        else if (facts.Spectrum is null)
            yield return "There is no spectrum, as not all elements are finite.";
        if (facts is not null && MatrixFigure.HidesDiagonal(facts))
            yield return "A itself is not drawn: blocks of it, each by its value farthest from 1, would hide the diagonal.";
        if (kind != MatrixKind.General && shape[0] != shape[1])
            yield return $"A {Noun} should be square; this one is shown by its singular values.";
        if (facts?.Spectrum is { IsEstimated: true } spectrum)
            yield return $"Estimated by {spectrum.Values.Length} Lanczos steps, as n > {MatrixSpectrum.FullUpTo}: the true spectrum reaches at least as far. The whole spectrum takes longer: {(source is null ? "MatrixView.Of(…, fullSpectrum: true)" : "WithFullSpectrum()")}.";
    }
}
