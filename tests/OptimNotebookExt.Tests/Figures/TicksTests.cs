using FsCheck;
using FsCheck.Fluent;
using OptimNotebookExt.Figures;
using OptimNotebookExt.Figures.Rendering;

namespace OptimNotebookExt.Tests.Figures;

public sealed class TicksTests
{
    [Fact]
    public void Every_axis_has_3_to_9_ascending_ticks_inside_its_range_with_texts_that_differ()
    {
        var values = ArbMap.Default.ArbFor<NormalFloat>().Generator.Select(v => v.Get);
        var scaled = from v in values from e in Gen.Choose(-290, 290) select v * Math.Pow(10, e) is var s && double.IsFinite(s) ? s : v;
        var any = Gen.OneOf(values, scaled, Gen.Elements(0, 1, double.MaxValue, double.MinValue, double.Epsilon, -1e-300));
        Prop.ForAll(Gen.Two(any).ToArbitrary(), Arb.From(Gen.Elements(AxisScale.Linear, AxisScale.Log)), (pair, scale) =>
        {
            var (a, b) = scale == AxisScale.Log ? (Math.Abs(pair.Item1) + 1e-290, Math.Abs(pair.Item2) + 1e-290) : (pair.Item1, pair.Item2);
            Check(AxisRange.Of(new Axis("", scale), [a, b])!);
            Check(AxisRange.Of(new Axis("", scale), [a])!);
            // The room that bars ask for.
            Check(AxisRange.Of(new Axis("", scale), [a, b], 0.08)!);
            Check(AxisRange.Of(new Axis("", scale, min: Math.Min(a, b) / 2), [a, b])!);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Theory]
    [InlineData(0, 1, "0,0.2,0.4,0.6,0.8,1.0")]
    [InlineData(0, 200, "0,50,100,150,200")]
    [InlineData(-3e-6, 3e-6, "−3×10⁻⁶,−2×10⁻⁶,−1×10⁻⁶,0,1×10⁻⁶,2×10⁻⁶,3×10⁻⁶")]
    [InlineData(0, 20000, "0,5\u202f000,10\u202f000,15\u202f000,20\u202f000")]
    public void Linear_ticks_are_round(double low, double high, string expected)
    {
        var ticks = Ticks.Of(new AxisRange(low, high, AxisScale.Linear));
        Assert.Equal(expected, string.Join(',', NumberText.Ticks(ticks, log: false)));
    }

    [Theory]
    [InlineData(1e-6, 1, "10⁻⁶,10⁻⁵,10⁻⁴,10⁻³,10⁻²,10⁻¹,1")]
    [InlineData(0.05, 2, "0.05,0.1,0.2,0.5,1,2")]
    [InlineData(1e-20, 1e20, "10⁻²⁰,10⁻¹⁵,10⁻¹⁰,10⁻⁵,1,10⁵,10¹⁰,10¹⁵,10²⁰")]
    public void Log_ticks_are_decades_or_1_2_5(double low, double high, string expected)
    {
        var ticks = Ticks.Of(new AxisRange(low, high, AxisScale.Log));
        Assert.Equal(expected, string.Join(',', NumberText.Ticks(ticks, log: true)));
    }

    [Fact]
    public void The_room_of_bars_does_not_push_a_log_axis_out_of_the_doubles()
    {
        var range = AxisRange.Of(Axis.Log(), [double.Epsilon, double.MaxValue], 0.08)!;
        Assert.InRange(range.Low, 1e-301, 1e-280);
        Assert.InRange(range.High, 1e280, 1e301);
        Check(range);
    }

    private static void Check(AxisRange range)
    {
        var ticks = Ticks.Of(range);
        Assert.InRange(ticks.Length, 3, 9);
        Assert.All(ticks, t => Assert.InRange(t, range.Low, range.High));
        Assert.All(ticks.Zip(ticks.Skip(1)), pair => Assert.True(pair.First < pair.Second));
        Assert.Equal(ticks.Length, NumberText.Ticks(ticks, range.Scale == AxisScale.Log).Distinct().Count());
    }
}
