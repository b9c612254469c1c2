using OptimNotebookExt.Optimizers;
using static TorchSharp.torch;

namespace HistoryCost;

/// <summary>Times a history's own work, which the difference of two runs cannot resolve where the cores are shared.</summary>
internal sealed class TimedObserver(IStepObserver inner) : IStepObserver
{
    internal Clock Total { get; private set; } = new(0, 0);

    public bool WantsNextStep => inner.WantsNextStep;

    public void PassStep() => inner.PassStep();

    public void BeforeStep(IReadOnlyList<(ResearchOptions Options, List<(ParameterState State, Tensor Gradient)> Updates)> work) =>
        Add(() => inner.BeforeStep(work));

    public void AfterStep(Tensor? loss) => Add(() => inner.AfterStep(loss));

    private void Add(Action work)
    {
        var clock = Clock.Of(1, work);
        Total = new Clock(Total.Wall + clock.Wall, Total.Cpu + clock.Cpu);
    }
}
