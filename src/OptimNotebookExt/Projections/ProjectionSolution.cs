using static TorchSharp.torch;

namespace OptimNotebookExt.Projections;

/// <summary>What the kernel computes on its way; <c>X = QGQᵀ</c> tells by its spectrum whether P is determined.</summary>
internal sealed record ProjectionSolution(Tensor P, Tensor G, Tensor SmoothedC, Tensor SpectrumC, Tensor SmoothedSpectrumC, Tensor SpectrumX);
