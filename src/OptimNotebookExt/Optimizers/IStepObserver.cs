using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers;

/// <summary>Looks on while an optimizer steps, inside the step's dispose scope and without a tape; it changes nothing.</summary>
internal interface IStepObserver
{
    /// <summary>Every gradient was found fit, nothing has changed yet.</summary>
    void BeforeStep(IReadOnlyList<(ResearchOptions Options, List<(ParameterState State, Tensor Gradient)> Updates)> work);

    /// <summary>Every parameter was updated.</summary>
    /// <param name="loss">What the closure returned, if there was one.</param>
    void AfterStep(Tensor? loss);
}
