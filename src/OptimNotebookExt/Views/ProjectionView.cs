using OptimNotebookExt.Figures;
using OptimNotebookExt.Projections;
using OptimNotebookExt.Views.Measuring;

namespace OptimNotebookExt.Views;

/// <summary>
/// A solution of P·G·P = C: the check as a sentence, the residuals, P as a heat map beside the spectra of G, C and P, and in
/// two dimensions the ellipse of G that P carries onto that of C.
/// </summary>
public sealed class ProjectionView : View
{
    private readonly int size;
    private readonly string kind;
    private readonly PgpCheckView check;
    private readonly (string, string)[] conditions;
    private readonly Figure figure;

    /// <summary>Copies what is shown; the projection may be disposed afterwards.</summary>
    /// <param name="projection">The solution.</param>
    public ProjectionView(Projection projection)
    {
        ArgumentNullException.ThrowIfNull(projection);
        (size, kind, check) = ((int)projection.P.shape[0], $"{projection.P.dtype} on {projection.P.device}", new PgpCheckView(projection.Check));
        conditions = [.. new[] { ("G", projection.ConditionG), ("C, before smoothing", projection.ConditionC), ("P", projection.ConditionP) }
            .Select(c => ($"condition number of {c.Item1}", ViewText.Number(c.Item2)))];
        var c = projection.SpectrumC.SequenceEqual(projection.SpectrumSmoothedC) ? "C" : "C, smoothed";
        List<Figure> parts =
        [
            Figure.HeatMap("P", $"The projection P of size {size} as a heat map.", TensorPicture.Map(projection.P, ColorScale.AroundZero)),
            Figure.Spectrum(
                "spectra",
                "The singular values of G, C and P by rank.",
                [("G", projection.SpectrumG), (c, projection.SpectrumSmoothedC), ("P", projection.SpectrumP)],
                "singular value"),
        ];
        if (size == 2)
        {
            parts.Add(Figure.Ellipses(
                "P carries G onto C",
                "The ellipses of G and C with arrows from one to the other.",
                [("G", Square(projection.G.Doubles())), (c, Square(projection.SmoothedC.Doubles()))],
                Square(projection.P.Doubles())));
        }
        figure = Figure.Beside(
            "",
            $"The projection P of size {size} as a heat map, beside the spectra of G, of {c} and of P"
                + (size == 2 ? ", and the ellipse of G with arrows by which P carries its points onto the ellipse of C." : "."),
            parts);
    }

    /// <inheritdoc/>
    public override string Summary => $"Projection {size} × {size}: {check.Summary}";

    private protected override void Write(ViewWriter writer)
    {
        writer.Heading($"Projection {size} × {size}");
        check.WriteTo(writer);
        writer.Facts(conditions.Prepend(("type", kind)));
        writer.Figure(figure);
    }

    private static double[,] Square(double[] values) => new[,] { { values[0], values[1] }, { values[2], values[3] } };
}
