using static TorchSharp.torch;

namespace OptimNotebookExt.Optimizers;

/// <summary>
/// In how many directions steps go: of a step's singular values, the sum of σ⁴ to the square of that of σ². Where its root
/// is near 1, the step is as good as one direction, and since its length is normalized, nothing is left for all others.
/// </summary>
internal static class StepDirections
{
    /// <summary>From this share of σ² in one direction on the others get less than 2.3 % of the step's length.</summary>
    internal const double OneDirection = 0.9995;

    /// <summary>By step, whether it lies in one direction and what it was made of does not.</summary>
    /// <param name="steps">[members, …].</param>
    /// <param name="momenta">What matrices made the steps of, [members, …]: where two rows of a gradient always oppose each other, it has one direction on its own.</param>
    internal static Tensor AreOne(Tensor steps, Tensor momenta)
    {
        var limit = Scalars.Of(OneDirection);
        var isOne = Share(steps) >= limit;
        // As a rule none is, and then the momenta are not looked at.
        return isOne.any().item<bool>() ? isOne.logical_and(Share(momenta) < limit) : isOne;
    }

    /// <summary>The same where the steps are on a device, without asking it: the momenta are looked at always.</summary>
    internal static Tensor AreOneOnDevice(Tensor steps, Tensor momenta)
    {
        var limit = Scalars.Of(OneDirection);
        return (Share(steps) >= limit).bitwise_and(Share(momenta) < limit);
    }

    /// <summary>√(Σσ⁴)/Σσ² on the axis where that is largest, by step; NaN of a step of zeros.</summary>
    internal static Tensor Share(Tensor steps)
    {
        // Squares and fourth powers of small numbers would be 0 in float32.
        var unit = steps.flatten(1) / steps.flatten(1).norm(1, keepdim: true, p: float.PositiveInfinity);
        unit = unit / unit.norm(1, keepdim: true);
        var (count, shape) = (steps.shape[0], steps.shape);
        Tensor? share = null;
        for (var d = 1; d < shape.Length; d++)
        {
            var rows = unit.view(shape).transpose(d, -1).reshape(count, -1, shape[d]);
            if (rows.shape[1] == 1 || shape[d] == 1)
                continue;
            var turned = rows.transpose(1, 2);
            var gram = rows.shape[1] < shape[d] ? rows.bmm(turned) : turned.bmm(rows);
            var own = gram.flatten(1).norm(1);
            share = share is null ? own : maximum(share, own);
            // Both axes of a matrix have its singular values.
            if (shape.Length == 3)
                break;
        }
        return share!;
    }
}
