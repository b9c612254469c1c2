using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Views;

namespace OptimNotebookExt.Host.Gallery.Entries;

/// <summary>Steps as the optimizer computes them.</summary>
internal static class TraceEntries
{
    internal static GallerySection Section { get; } = new(
        "Steps, line by line",
        "StepTrace.Record(optimizer) keeps every named intermediate of the next steps, each with the line of the algorithm it belongs to.",
        [
            new("A step of LearnedGradient", "view",
                "One parameter in a step that also updates its learning-rate matrices. Open a value to see it; lr_0 and lr_1 are coloured around 1, where the matrix changes nothing.",
                data => new ParameterTraceView(GalleryData.Trace(p => LearnedGradient.Draft(p), after: 40).Steps[0]["in.weight"])),
            new("A step of NeutralGradient", "view",
                "The step that estimates the projections anew: G from the gradients, C from the parameter, then P with P·G·P = C.",
                data => new ParameterTraceView(data.EstimatedProjections)),
            new("One step, all parameters", "view",
                "What returning trace.Steps[0] from a cell shows: how far the replay is from the real step, then each parameter's lines.",
                data => new TracedStepView(GalleryData.Trace(p => new Eve(p), after: 10).Steps[0])),
            new("Two steps of Cain", "view",
                "A whole trace. The overview tells at a glance which parameter of which step to open.",
                data => new StepTraceView(GalleryData.Trace(p => new Cain(p), after: 20, steps: 2))),
        ]);
}
