using OptimNotebookExt.Diagnostics;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Diagnostics;

public sealed class TextTests
{
    private const string Expected = """
        Tensor diagnostics of Linear (forward passes: 2, readings of the parameters: 0)

        tensor       dtype    shape   records  count  non-finite      mean     abs     rms  positive   min   max
        output       Float32  [*, 2]        2      8           2   -0.0625    2.25   3.016       0.5  -3.5  6.75
        output.grad  Float32  [4, 2]        1      8           0    -0.125     4.5   6.031       0.5    -7  13.5
        weight       Float32  [2, 3]        1      6           0  -0.08333  0.9167   1.099       0.5    -2     1
        weight.grad  Float32  [2, 3]        1      6           0    -4.917   20.25    23.8       0.5   -37  32.5
        bias         Float32  [2]           1      2           0    -0.125   0.375  0.3953       0.5  -0.5  0.25
        bias.grad    Float32  [2]           1      2           0      -0.5    15.5   15.51       0.5   -16    15

        tensor       dim  size  statistic       mean     rms       0%      25%       50%    100%
        output       0    1..4  mean         -0.0625   1.352   -1.625    -1.25    -0.125   1.625
        output       0    1..4  abs             2.25   2.809    0.875     1.25       1.5   5.125
        output       0    1..4  rms            2.488   3.016    0.952     1.57     1.811   5.376
        output       0    1..4  positive         0.5  0.6124        0    0.375       0.5       1
        output       0    1..4  min               -2     2.5     -3.5    -2.75      -2.5     0.5
        output       0    1..4  max            1.875   3.455    -0.75        0      0.75    6.75
        output       1    2     mean         -0.0625   1.939       -2   -1.031   -0.0625   1.875
        output       1    2     abs             2.25    2.25     2.25     2.25      2.25    2.25
        output       1    2     rms            2.978   3.016      2.5    2.739     2.978   3.455
        output       1    2     positive         0.5   0.559     0.25    0.375       0.5    0.75
        output       1    2     min           -2.125   2.531     -3.5   -2.812    -2.125   -0.75
        output       1    2     max            3.625   4.786      0.5    2.062     3.625    6.75
        output       1    2     eigenvalue     7.275   8.776    2.366    4.821     7.275   12.18
        output.grad  0    4     mean          -0.125   2.704    -3.25     -2.5     -0.25    3.25
        output.grad  0    4     abs              4.5   5.618     1.75      2.5         3   10.25
        output.grad  0    4     rms            4.975   6.031    1.904    3.141     3.622   10.75
        output.grad  0    4     positive         0.5  0.6124        0    0.375       0.5       1
        output.grad  0    4     min               -4       5       -7     -5.5        -5       1
        output.grad  0    4     max             3.75    6.91     -1.5        0       1.5    13.5
        output.grad  1    2     mean          -0.125   3.877       -4   -2.062    -0.125    3.75
        output.grad  1    2     abs              4.5     4.5      4.5      4.5       4.5     4.5
        output.grad  1    2     rms            5.955   6.031        5    5.478     5.955    6.91
        output.grad  1    2     positive         0.5   0.559     0.25    0.375       0.5    0.75
        output.grad  1    2     min            -4.25   5.062       -7   -5.625     -4.25    -1.5
        output.grad  1    2     max             7.25   9.572        1    4.125      7.25    13.5
        output.grad  1    2     eigenvalue     36.38   43.88    11.83     24.1     36.38   60.92
        weight       0    2     mean        -0.08333  0.1179  -0.1667   -0.125  -0.08333       0
        weight       0    2     abs           0.9167  0.9501   0.6667   0.7917    0.9167   1.167
        weight       0    2     rms             1.07   1.099   0.8165   0.9431      1.07   1.323
        weight       0    2     positive         0.5   0.527   0.3333   0.4167       0.5  0.6667
        weight       0    2     min             -1.5   1.581       -2    -1.75      -1.5      -1
        weight       0    2     max                1       1        1        1         1       1
        weight       0    2     eigenvalue     1.208   1.565   0.2144   0.7114     1.208   2.202
        weight       1    3     mean        -0.08333   0.433     -0.5   -0.375     -0.25     0.5
        weight       1    3     abs           0.9167    1.01      0.5    0.625      0.75     1.5
        weight       1    3     rms            1.026   1.099   0.7071   0.7488    0.7906   1.581
        weight       1    3     positive         0.5     0.5      0.5      0.5       0.5     0.5
        weight       1    3     min               -1   1.291       -2     -1.5        -1       0
        weight       1    3     max           0.8333   0.866      0.5     0.75         1       1
        weight.grad  0    2     mean          -4.917   10.62   -14.33   -9.625    -4.917     4.5
        weight.grad  0    2     abs            20.25   20.41    17.67    18.96     20.25   22.83
        weight.grad  0    2     rms            23.77    23.8    22.47    23.12     23.77   25.06
        weight.grad  0    2     positive         0.5   0.527   0.3333   0.4167       0.5  0.6667
        weight.grad  0    2     min           -32.25    32.6      -37   -34.62    -32.25   -27.5
        weight.grad  0    2     max            18.75   23.25        5    11.88     18.75    32.5
        weight.grad  0    2     eigenvalue     566.6   630.6    289.8    428.2     566.6   843.4
        weight.grad  1    3     mean          -4.917   12.18   -14.25   -12.75    -11.25   10.75
        weight.grad  1    3     abs            20.25   20.45    16.25       19     21.75   22.75
        weight.grad  1    3     rms            23.62    23.8    19.76    22.01     24.26   26.84
        weight.grad  1    3     positive         0.5     0.5      0.5      0.5       0.5     0.5
        weight.grad  1    3     min           -25.17   27.36      -37   -32.25     -27.5     -11
        weight.grad  1    3     max            15.33   19.61        5     6.75       8.5    32.5
        bias         0    2     mean          -0.125  0.3953     -0.5  -0.3125    -0.125    0.25
        bias         0    2     abs            0.375  0.3953     0.25   0.3125     0.375     0.5
        bias         0    2     rms            0.375  0.3953     0.25   0.3125     0.375     0.5
        bias         0    2     positive         0.5  0.7071        0     0.25       0.5       1
        bias         0    2     min           -0.125  0.3953     -0.5  -0.3125    -0.125    0.25
        bias         0    2     max           -0.125  0.3953     -0.5  -0.3125    -0.125    0.25
        bias.grad    0    2     mean            -0.5   15.51      -16    -8.25      -0.5      15
        bias.grad    0    2     abs             15.5   15.51       15    15.25      15.5      16
        bias.grad    0    2     rms             15.5   15.51       15    15.25      15.5      16
        bias.grad    0    2     positive         0.5  0.7071        0     0.25       0.5       1
        bias.grad    0    2     min             -0.5   15.51      -16    -8.25      -0.5      15
        bias.grad    0    2     max             -0.5   15.51      -16    -8.25      -0.5      15

        parameters as they are now: RecordParameters() was not called
        output: dim 0: no eigenvalues, its size 4 exceeds MaxEigenSize 2
        output.grad: 1 without a gradient so far
        output.grad: dim 0: no eigenvalues, its size 4 exceeds MaxEigenSize 2
        weight: dim 1: no eigenvalues, its size 3 exceeds MaxEigenSize 2
        weight.grad: dim 1: no eigenvalues, its size 3 exceeds MaxEigenSize 2

        hooks: 0.250 s of 2.000 s wall time (12.5 %)
        """;

    [Fact]
    public void The_report_is_an_aligned_table()
    {
        Assert.Equal(Expected + "\n", Report().ToString(), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void Print_writes_what_ToString_returns_whatever_the_culture()
    {
        using var writer = new StringWriter { NewLine = "\n" };
        Report().Print(writer);

        Assert.Equal(Report().ToString(), writer.ToString());
    }

    [Fact]
    public void The_time_in_hooks_is_measured_and_lies_within_the_wall_time()
    {
        var report = Measured();

        Assert.True(report.HookSeconds > 0);
        Assert.InRange(report.HookSeconds, 0, report.WallSeconds);
        Assert.Equal(report.HookSeconds / report.WallSeconds, report.HookShare);
    }

    private static DiagnosticsReport Report() => Measured() with { HookSeconds = 0.25, WallSeconds = 2 };

    private static DiagnosticsReport Measured()
    {
        using var scope = NewDisposeScope();
        using var model = nn.Linear(3, 2);
        using (no_grad())
        {
            model.weight.copy_(tensor(new[,] { { 1f, -2f, 0.5f }, { 0f, 1f, -1f } }));
            model.bias!.copy_(tensor(new[] { 0.25f, -0.5f }));
        }
        var options = new TensorDiagnosticsOptions { Percentiles = [0, 25, 50, 100], MaxEigenSize = 2 };
        using var diagnostics = TensorDiagnostics.Attach(model, options);
        model.call(tensor(new[,] { { 1f, 2f, 4f }, { -1f, 0f, 2f }, { 3f, 1f, 0f }, { 2f, -2f, 1f } })).square().sum().backward();
        model.call(tensor(new[,] { { 1f, float.NaN, 4f } }));
        return diagnostics.Collect();
    }
}
