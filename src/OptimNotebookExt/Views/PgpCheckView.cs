using OptimNotebookExt.Projections;

namespace OptimNotebookExt.Views;

/// <summary>How well P·G·P = C holds: the verdict as a sentence, and the residuals.</summary>
/// <param name="check">The check.</param>
public sealed class PgpCheckView(PgpCheck check) : View
{
    private readonly PgpCheck check = check ?? throw new ArgumentNullException(nameof(check));

    /// <inheritdoc/>
    public override string Summary => check.Verdict;

    private protected override void Write(ViewWriter writer)
    {
        writer.Paragraph(check.Verdict);
        writer.Table(
            ["measure", "value", "relative to"],
            [
                ["mean |PGP − C|", ViewText.Number(check.ResidualMean), $"mean diagonal of C; at most {ViewText.Number(PgpCheck.Threshold)}"],
                ["largest |PGP − C|", ViewText.Number(check.ResidualMax), "largest |C|"],
                ["‖PGP − C‖", ViewText.Number(check.ResidualFrobenius), "‖C‖ (Frobenius)"],
                ["largest |P − Pᵀ|", ViewText.Number(check.SymmetryError), "largest |P|"],
                ["least eigenvalue of P", ViewText.Number(check.MinEigenvalue), "greatest"],
                ["least singular value of √C·G·√C", ViewText.Number(check.Conditioning), "greatest"],
            ]);
    }
}
