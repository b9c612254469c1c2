using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Recording;
using TorchSharp.Modules;

namespace HistoryCost;

/// <summary>One optimizer with the history off, at economy and at business, in turns.</summary>
internal sealed class Measurement(string name, Func<(string, Parameter)[], ResearchOptimizer> create)
{
    /// <summary>Steps a sample; and one of the slow steps that LearnedGradient and NeutralGradient make every tenth time.</summary>
    private const int Every = 10;

    /// <summary>Steps of a turn: so many samples that it lasts for half a second.</summary>
    private int steps = Every;

    internal string Name { get; } = name;

    private sealed record Turn(Clock Step, Clock History);

    internal IEnumerable<CostRow> Rows(int rounds)
    {
        var parameters = Tf4.Parameters();
        using var optimizer = create(parameters);
        // Once through everything, so that code and memory are warm.
        Run(optimizer);
        With(optimizer, HistoryLevel.Economy);
        steps = Every * (int)Math.Clamp(500 / (Run(optimizer).Step.Wall * Every), 1, 10);
        var (off, economy, business) = (new List<Turn>(), new List<Turn>(), new List<Turn>());
        for (var round = 0; round < rounds; round++)
        {
            // In turns, and each first as often as last, so that a slow minute of the machine hits all.
            Action[] turns = [() => off.Add(Run(optimizer)), () => economy.Add(With(optimizer, HistoryLevel.Economy)), () => business.Add(With(optimizer, HistoryLevel.Business))];
            foreach (var turn in round % 2 == 0 ? turns : turns.Reverse())
                turn();
        }
        foreach (var (_, p) in parameters)
            p.Dispose();
        var step = Clock.Median([.. off.Select(t => t.Step)]);
        return [Row("off", off, step), Row("economy", economy, step), Row("business", business, step)];
    }

    private Turn Run(ResearchOptimizer optimizer)
    {
        var observer = optimizer.Observer is { } history ? new TimedObserver(history) : null;
        optimizer.Observer = observer;
        var step = Clock.Of(steps, () =>
        {
            for (var i = 0; i < steps; i++)
                optimizer.step();
        });
        return new Turn(step, observer is null ? new Clock(0, 0) : new Clock(observer.Total.Wall / steps, observer.Total.Cpu / steps));
    }

    /// <summary>
    /// At business a turn with a look at the matrices and one without, weighted as they come up: one sample in ten looks at
    /// matrices.
    /// </summary>
    private Turn With(ResearchOptimizer optimizer, HistoryLevel level)
    {
        var options = new HistoryOptions { Every = Every, Level = level };
        using var history = History.Attach(optimizer, options);
        var recorder = optimizer.Observer;
        var turn = Run(optimizer);
        if (level > HistoryLevel.Economy)
        {
            optimizer.Observer = recorder;
            var (first, second, share) = (turn, Run(optimizer), (double)steps / (Every * options.MatrixEvery));
            turn = new Turn(Mix(first.Step, second.Step, share), Mix(first.History, second.History, share));
        }
        optimizer.Observer = null;
        return turn;
    }

    private static Clock Mix(Clock a, Clock b, double share) => new((a.Wall * share) + (b.Wall * (1 - share)), (a.Cpu * share) + (b.Cpu * (1 - share)));

    private CostRow Row(string level, List<Turn> turns, Clock off)
    {
        var (step, history) = (Clock.Median([.. turns.Select(t => t.Step)]), Clock.Median([.. turns.Select(t => t.History)]));
        return new CostRow(Name, level, step.Wall, step.Cpu, history.Wall, history.Cpu, history.Wall / off.Wall, history.Cpu / off.Cpu);
    }
}
