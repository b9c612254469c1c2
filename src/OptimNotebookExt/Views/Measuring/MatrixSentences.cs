namespace OptimNotebookExt.Views.Measuring;

/// <summary>The named numbers of a finite matrix.</summary>
internal static class MatrixSentences
{
    internal static IEnumerable<(string Name, string Value)> Of(MatrixFacts facts, MatrixKind kind, double epsilon)
    {
        var m = facts.Measures;
        var symmetric = MatrixFacts.IsSymmetric(kind) && m.IsSquare;
        if (symmetric)
            yield return ("mean diagonal", ViewText.Number(m.MeanDiagonal));
        if (kind == MatrixKind.LearningRate && m.IsSquare)
            yield return ("distance from I", $"‖A − I‖ = {ViewText.Number(m.DistanceFromIdentity)}, {ViewText.Number(m.DistanceFromIdentity / Math.Sqrt(m.Rows))} of ‖I‖");
        if (facts.Spectrum is { } spectrum)
        {
            var estimated = spectrum.IsEstimated ? " (estimated)" : "";
            yield return ($"{spectrum.Name}s", ViewText.Range(spectrum.Least, spectrum.Greatest) + estimated);
            yield return ("condition number", Condition(spectrum, Math.Max(m.Rows, m.Columns) * epsilon) + estimated);
        }
        if (symmetric && kind != MatrixKind.LearningRate)
            yield return ("effective rank", $"{ViewText.Number(m.EffectiveRank)} of {m.Rows}, (Σλ)²/Σλ²");
        if (facts.RowCosine is { } cosine)
            yield return ("rows", $"orthogonal up to a cosine of {ViewText.Number(cosine)}");
        if (symmetric)
            yield return ("symmetry error", m.SymmetryError == 0 ? "0, symmetric" : $"{ViewText.Number(m.SymmetryError)} of the largest element");
        if (facts.Definiteness is { } verdict)
            yield return ("positive semi-definite", verdict);
    }

    private static string Condition(MatrixSpectrum spectrum, double rounding)
    {
        var (least, greatest) = (spectrum.Least, spectrum.Greatest);
        if (greatest <= 0)
            return greatest == 0 && least == 0 ? "none, the matrix is 0" : "none, no eigenvalue is positive";
        if (least < -rounding * greatest)
            return "none, an eigenvalue is negative";
        return least <= rounding * greatest
            ? $"above {ViewText.Number(1 / rounding)}, singular at this precision"
            : (spectrum.IsEstimated ? "at least " : "") + ViewText.Number(greatest / least);
    }
}
