using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers;

/// <summary>Looks on while an optimizer steps, inside the step's dispose scope and without a tape; it changes nothing.</summary>
internal interface IStepObserver
{
    /// <summary>Whether it looks at the step that is about to begin; a step nobody looks at keeps its whole speed.</summary>
    bool WantsNextStep { get; }

    /// <summary>A step it did not want was taken.</summary>
    void PassStep();

    /// <summary>Every gradient was found fit, nothing has changed yet.</summary>
    void BeforeStep(IReadOnlyList<(ResearchOptions Options, List<(ParameterState State, Tensor Gradient)> Updates)> work);

    /// <summary>Every parameter was updated.</summary>
    /// <param name="loss">What the closure returned, if there was one.</param>
    void AfterStep(Tensor? loss);
}
