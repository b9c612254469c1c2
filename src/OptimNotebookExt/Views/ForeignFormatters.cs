using static TorchSharp.torch;

namespace OptimNotebookExt.Views;

/// <summary>Views of types that are not ours and so cannot carry our attribute: a host registers them itself.</summary>
internal static class ForeignFormatters
{
    internal static IReadOnlyList<(Type Type, Func<object, View> Create)> All { get; } =
    [
        (typeof(Tensor), value => TensorView.Of((Tensor)value)),
        (typeof(nn.Module), value => new ModuleView((nn.Module)value)),
        (typeof(optim.Optimizer), value => new TorchOptimizerView((optim.Optimizer)value)),
    ];
}
