using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HistoryCost;

/// <summary>The set tf4: four blocks of four 512×512, 2048×512 and 512×2048 matrices with their biases; 12.6 million elements.</summary>
internal static class Tf4
{
    private static readonly long[][] Block =
    [
        [512, 512], [512, 512], [512, 512], [512, 512], [2048, 512], [512, 2048],
        [512], [512], [512], [512], [2048], [512],
    ];

    internal static (string Name, Parameter Parameter)[] Parameters()
    {
        using var generator = new Generator(1, CPU);
        return [.. Enumerable.Range(0, 4).SelectMany(b => Block.Select((shape, i) => ($"{b}.{i}", Make(shape, generator))))];
    }

    private static Parameter Make(long[] shape, Generator generator)
    {
        var p = new Parameter(randn(shape, generator: generator) * 0.05);
        using var gradient = randn(shape, generator: generator);
        p.grad = gradient;
        return p;
    }
}
