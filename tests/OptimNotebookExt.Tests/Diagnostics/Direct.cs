using OptimNotebookExt.Diagnostics;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Diagnostics;

/// <summary>The same statistics computed directly, with all records side by side in one tensor.</summary>
internal static class Direct
{
    private static readonly double[] Levels = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100];

    /// <summary>Compares with records of equal shape.</summary>
    internal static void AssertMatches(TensorDiagnostic diagnostic, params Tensor[] records)
    {
        using var noTape = no_grad();
        using var scope = NewDisposeScope();
        // Records along a new first axis, which every reduction covers.
        var all = stack([.. records.Select(r => r.detach().to(ScalarType.Float64))]);
        Assert.Equal(records.Length, diagnostic.Records);
        Assert.Equal(records[0].shape, diagnostic.Shape);
        AssertValues(diagnostic.Values, all);

        var shape = records[0].shape;
        Assert.Equal(Enumerable.Range(0, shape.Length).Where(d => shape[d] > 1), diagnostic.Dimensions.Select(d => d.Dimension));
        foreach (var dimension in diagnostic.Dimensions)
            AssertDimension(dimension, all.movedim([dimension.Dimension + 1], [0]).reshape(shape[dimension.Dimension], -1), shape.Length);
    }

    internal static void AssertClose(double expected, double actual) =>
        Assert.InRange(actual, expected - 1e-11 * Math.Max(1e-3, Math.Abs(expected)), expected + 1e-11 * Math.Max(1e-3, Math.Abs(expected)));

    private static void AssertValues(ValueStatistics actual, Tensor all)
    {
        Assert.Equal(all.numel(), actual.Count);
        Assert.Equal(0, actual.NonFinite);
        AssertClose(all.mean().ToDouble(), actual.Mean);
        AssertClose(all.abs().mean().ToDouble(), actual.AbsMean);
        AssertClose(all.square().mean().sqrt().ToDouble(), actual.Rms);
        AssertClose((all > 0).to(ScalarType.Float64).mean().ToDouble(), actual.PositiveFraction);
        Assert.Equal(all.min().ToDouble(), actual.Minimum);
        Assert.Equal(all.max().ToDouble(), actual.Maximum);
    }

    /// <param name="actual">The statistics.</param>
    /// <param name="rows">[size, everything else].</param>
    /// <param name="axes">Axes of the tensor.</param>
    private static void AssertDimension(DimensionStatistics actual, Tensor rows, int axes)
    {
        Assert.Equal([rows.shape[0]], actual.Sizes);
        Assert.Equal(rows.numel(), actual.Count);
        AssertDistribution(actual[IndexStatistic.Mean], rows.mean([1]));
        AssertDistribution(actual[IndexStatistic.AbsMean], rows.abs().mean([1]));
        AssertDistribution(actual[IndexStatistic.Rms], rows.square().mean([1]).sqrt());
        AssertDistribution(actual[IndexStatistic.PositiveFraction], (rows > 0).to(ScalarType.Float64).mean([1]));
        AssertDistribution(actual[IndexStatistic.Minimum], rows.amin([1]));
        AssertDistribution(actual[IndexStatistic.Maximum], rows.amax([1]));
        if (axes == 1)
        {
            Assert.Null(actual.Eigenvalues);
            return;
        }
        var eigenvalues = linalg.eigvalsh(matmul(rows, rows.t()) / rows.shape[1]);
        var tolerance = 1e-12 * eigenvalues.max().ToDouble();
        Assert.All(eigenvalues.Doubles().Zip(actual.Eigenvalues!), p => Assert.InRange(p.Second, p.First - tolerance, p.First + tolerance));
        AssertDistribution(actual[IndexStatistic.Eigenvalue], tensor(actual.Eigenvalues!.ToArray()));
    }

    private static void AssertDistribution(StatisticDistribution actual, Tensor perIndex)
    {
        Assert.Equal(perIndex.numel(), actual.Indices);
        AssertClose(perIndex.mean().ToDouble(), actual.Mean);
        AssertClose(perIndex.square().mean().sqrt().ToDouble(), actual.Rms);
        var expected = quantile(perIndex, tensor(Levels.Select(p => p / 100).ToArray())).Doubles();
        Assert.Equal(expected.Length, actual.Percentiles.Count);
        Assert.All(expected.Zip(actual.Percentiles), p => AssertClose(p.First, p.Second));
    }
}
