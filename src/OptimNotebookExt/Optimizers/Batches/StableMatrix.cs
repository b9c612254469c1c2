using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers.Batches;

/// <summary>What an update of the stable form makes of an axis' matrices, for some members of a batch; each [members, size, size].</summary>
/// <param name="K">K_{dim}; the old ones where nothing was learned.</param>
/// <param name="P">P_{dim}; null where there is none.</param>
/// <param name="Q">Q_{dim} of a <see cref="RotatedBase"/>; null where there is none.</param>
/// <param name="B">B_{dim}.</param>
/// <param name="Lr">lr_{dim}.</param>
/// <param name="Covariance">grad_cov_{dim} with this step's gradients; null where there is no base.</param>
/// <param name="Kept">By member how many of its new matrices were not usable, so that the old ones stay.</param>
internal sealed record StableMatrix(Tensor K, Tensor? P, Tensor? Q, Tensor B, Tensor Lr, Tensor? Covariance, long[] Kept);
