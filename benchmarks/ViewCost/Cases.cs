using OptimNotebookExt.Figures;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Views;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ViewCost;

/// <summary>What has a budget.</summary>
internal static class Cases
{
    internal static IEnumerable<Case> All()
    {
        using var generator = new Generator(3, CPU);
        var noise = randn(4096, 4096, generator: generator);
        var smooth = eye(4096).add_(noise.matmul(noise.T).div_(16_000_000));
        yield return new("lr matrix, 4096 × 4096, noise", () => MatrixView.Of(noise, MatrixKind.LearningRate, "lr_0").ToHtml(), 400, 150_000);
        yield return new("lr matrix, 4096 × 4096, positive definite", () => MatrixView.Of(smooth, MatrixKind.LearningRate, "lr_0").ToHtml(), 400, 150_000);
        foreach (var optimizer in new ResearchOptimizer[] { new Eve(Stepped(generator)), new NeutralGradient(Stepped(generator)), LearnedGradient.Draft(Stepped(generator)) })
        {
            optimizer.step();
            yield return new($"snapshot of 200 parameters, {optimizer.GetType().Name}", () => optimizer.Snapshot().View().ToHtml(), 300, 200_000);
        }
        yield return new("tensor, 512 × 512", () => new TensorView(OptimNotebookExt.Recording.TensorSnapshot.Of(noise.narrow(0, 0, 512).narrow(1, 0, 512)), "x").ToHtml(), null, 60_000);
        double[] x = [.. Enumerable.Range(0, 200_000).Select(i => (double)i)];
        double[] y = [.. x.Select(v => Math.Sin(v / 500) + (v % 17) / 40)];
        yield return new("figure: a line of 200,000 points", () => Figure.Line("Line", "A long line that swings around zero.", [new LineSeries(x, y, "y")]).ToHtml(), null, 60_000);
        var cells = new double[1024, 1024];
        for (var i = 0; i < 1024; i++)
        {
            for (var k = 0; k < 1024; k++)
                cells[i, k] = Math.Sin(i * 0.7 * k);
        }
        yield return new("figure: heat map of 1024 × 1024", () => Figure.HeatMap("Map", "A restless surface of sines.", cells).ToHtml(), null, 60_000);
    }

    /// <summary>The first view of a process: what a newcomer's first returned optimizer costs, libtorch already loaded.</summary>
    internal static Case First()
    {
        using var generator = new Generator(3, CPU);
        var optimizer = new NeutralGradient([("weight", With(new Parameter(randn(64, 32, generator: generator)), generator)), ("bias", With(new Parameter(zeros(64)), generator))]);
        optimizer.step();
        return new("first view of a process, NeutralGradient 64 × 32", () => optimizer.View().ToHtml(), 700, 60_000);
    }

    private static IEnumerable<(string, Parameter)> Stepped(Generator generator) =>
        [.. Enumerable.Range(0, 200).Select(i => ($"layers.{i}.weight", With(new Parameter(randn(64, 64, generator: generator)), generator)))];

    private static Parameter With(Parameter parameter, Generator generator)
    {
        parameter.grad = randn(parameter.shape, generator: generator);
        return parameter;
    }
}
