using OptimNotebookExt.Kernels;
using OptimNotebookExt.Optimizers;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Optimizers.Failures;

public sealed class GradientScreenTests
{
    [Fact]
    public void Every_position_of_every_length_is_looked_at()
    {
        for (var length = 0; length < 70; length++)
        {
            Assert.True(AreFinite<float>(length, -1, 0));
            Assert.True(AreFinite<double>(length, -1, 0));
            for (var at = 0; at < length; at++)
            {
                foreach (var bad in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
                {
                    Assert.False(AreFinite(length, at, bad));
                    Assert.False(AreFinite(length, at, (double)bad));
                }
                foreach (var good in new[] { float.MaxValue, float.MinValue, float.Epsilon, -0f })
                    Assert.True(AreFinite(length, at, good));
                Assert.True(AreFinite(length, at, double.MaxValue));
            }
        }
    }

    [Fact]
    public void Views_and_empty_tensors_are_looked_at_as_they_are()
    {
        using var scope = NewDisposeScope();
        var parameter = new TorchSharp.Modules.Parameter(zeros(2));
        var state = new ParameterState(0, "p", parameter);
        var transposed = ones(5, 4).t();
        var strided = tensor(new[] { 1f, float.NaN, 2f, float.NaN })[TensorIndex.Slice(step: 2)];
        var expanded = tensor(new[] { float.NaN }).expand(3, 4);
        var wide = tensor(new[] { 1.0, double.PositiveInfinity }).expand(3, 2);

        Assert.Empty(GradientScreen.NonFinite([(state, transposed), (state, strided), (state, zeros(0)), (state, ones([])), (state, zeros(3, 0).t())]));
        Assert.Single(GradientScreen.NonFinite([(state, transposed), (state, expanded)]));
        Assert.Equal(2, GradientScreen.NonFinite([(state, wide), (state, strided), (state, expanded)]).Count);
    }

    [Fact]
    public void What_is_in_a_gradient_is_told_in_words()
    {
        using var scope = NewDisposeScope();
        Assert.Equal("1 NaN and 2 infinite of 5 values, the finite ones from -0.5 to 2", GradientScreen.Describe(tensor(new[] { float.NaN, 2, float.PositiveInfinity, -0.5f, float.NegativeInfinity })));
        Assert.Equal("2 NaN and 0 infinite of 2 values", GradientScreen.Describe(tensor(new[] { double.NaN, double.NaN })));
    }

    private static unsafe bool AreFinite<T>(int length, int at, T value)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        var numbers = new T[length + 1];
        Array.Fill(numbers, T.One);
        // What follows is not looked at.
        numbers[length] = T.NaN;
        if (at >= 0)
            numbers[at] = value;
        fixed (T* x = numbers)
            return Finite.All(x, length);
    }
}
