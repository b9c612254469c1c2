using OptimNotebookExt.Host.Reports;

namespace OptimNotebookExt.Host.Tests.Reports;

public class FinalTableTests
{
    private static string[] Row(ReportTable table, int index) => [.. table.Rows[index]];

    [Fact]
    public void A_row_holds_the_losses_of_the_run_and_of_PyTorch_on_the_same_seed()
    {
        var data = Sample.Data([Sample.Run(scale: 2)], [Sample.Reference(seed: 1, scale: 9), Sample.Reference(scale: 1)]);

        // 2000·2^-5 and 2000·2^-10 at the starts of epochs 50 and 100.
        Assert.Equal(
            ["Eve", "test", "42", "62.50", "1.953", "8.000", "4.000", "2.000", "4.17 [3.03..6.22] above"],
            Row(FinalTable.Of(data), 0));
    }

    [Theory]
    [InlineData("Eve", 4.17, "4.17 [3.03..6.22] inside")]
    [InlineData("Cain", 5.6, "9.56 [5.63..14.5] below")]
    [InlineData("LearnedGradient", 660.473, "1192 [661..1750] inside")]
    [InlineData("NeutralGradient", 0.033039, "0.0654 [0.033..0.138] inside")]
    [InlineData("NeutralGradient", double.NaN, "0.0654 [0.033..0.138]")]
    public void The_final_loss_is_read_against_the_range_of_PyTorch_over_five_seeds(string optimizer, double final, string expected)
    {
        var table = FinalTable.Of(Sample.Data([Sample.Run(optimizer, final: final)]));

        Assert.Equal(expected, Row(table, 0)[8]);
    }

    [Fact]
    public void Another_preset_is_compared_with_the_golden_run_of_its_name()
    {
        var table = FinalTable.Of(Sample.Data(
            [Sample.Run("LearnedGradient", "lg_meta0"), Sample.Run("LearnedGradient", "stable_eta0")],
            [Sample.Reference("lg", scale: 3), Sample.Reference("lg_meta0", scale: 0.5)]));

        Assert.Equal(["2.000", "2.000", "57.5 [30.7..133] below"], Row(table, 0)[6..9]);
        Assert.Equal(["—", "—", "—"], Row(table, 1)[6..9]);
    }

    [Fact]
    public void Reshuffled_pairs_are_a_setting_of_their_own_and_compare_with_nothing()
    {
        var data = Sample.Data([Sample.Run(), Sample.Run() with { Order = "reshuffled" }], [Sample.Reference()]);

        Assert.Equal(["Eve", "Eve (reshuffled)"], data.Groups.Select(group => group.Name));
        Assert.Equal(["—", "—", "—"], Row(FinalTable.Of(data), 1)[6..9]);
    }

    [Fact]
    public void Values_that_a_short_run_does_not_have_are_dashes()
    {
        var table = FinalTable.Of(Sample.Data([Sample.Run(epochs: 60, final: null)], [Sample.Reference()]));

        Assert.Equal(["31.25", "—", "—", "—", "—", "—"], Row(table, 0)[3..]);
    }

    [Fact]
    public void Several_seeds_get_a_row_with_their_geometric_mean()
    {
        var data = Sample.Data(
            [Sample.Run(seed: 1, scale: 1), Sample.Run(seed: 2, scale: 4)],
            [Sample.Reference(seed: 1, scale: 1), Sample.Reference(seed: 2, scale: 1)]);

        var row = Row(FinalTable.Of(data), 2);

        Assert.Equal(["mean of 2", "62.50", "1.953", "8.000", "4.000", "2.000"], row[2..8]);
    }

    [Fact]
    public void The_mean_of_PyTorch_is_left_out_unless_it_has_every_seed()
    {
        var data = Sample.Data([Sample.Run(seed: 1), Sample.Run(seed: 2)], [Sample.Reference(seed: 1)]);

        Assert.Equal(["—", "—"], Row(FinalTable.Of(data), 2)[6..8]);
        Assert.Null(data.Groups[0].PyTorch);
    }

    [Fact]
    public void Seconds_are_a_column_where_any_run_has_them()
    {
        var table = FinalTable.Of(Sample.Data([Sample.Run() with { Seconds = 12.345 }, Sample.Run("Cain")]));

        Assert.Equal("seconds", table.Columns[^1].Name);
        Assert.Equal("12.3", table.Rows[0][^1]);
        Assert.Equal("—", table.Rows[1][^1]);
    }
}
