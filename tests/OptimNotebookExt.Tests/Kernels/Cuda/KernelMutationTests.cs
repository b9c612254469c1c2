using OptimNotebookExt.Optimizers.Batches;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Kernels.Cuda;

/// <summary>That the check on a device is one: kernels with a single mistake in their text do not pass it.</summary>
[Trait(Once.Name, Once.Value)]
public sealed class KernelMutationTests
{
    // None of them leads out of a tensor.
    [GppTheory]
    [InlineData("Eve", "sums[threadIdx.x] = x;\n    __syncthreads();", "sums[threadIdx.x] = x;")]
    [InlineData("Eve", "sums[threadIdx.x + half];\n        __syncthreads();", "sums[threadIdx.x + half];")]
    [InlineData("Eve", "half >= width", "half > width")]
    [InlineData("Eve", "(unsigned)b.index * CHUNK", "(unsigned)b.index * (CHUNK - 1)")]
    [InlineData("Eve", "for (unsigned i = threadIdx.x; i < n; i += THREADS)", "for (unsigned i = threadIdx.x; i < THREADS; i += THREADS)")]
    [InlineData("Eve", "work.isFinite[at.member] != 0", "work.isFinite[at.member] >= 0")]
    [InlineData("Eve", "bad += g - g == 0 ? 0 : 1", "bad = g - g == 0 ? 0 : 1")]
    [InlineData("Eve", "work.isFinite[at.member] = bad == 0", "work.isFinite[0] = bad == 0")]
    [InlineData("Eve", "s.work.steps[at.member] + 1", "s.work.steps[at.member]")]
    [InlineData("Eve", "s.work.steps[at.member] + 1", "s.work.steps[0] + 1")]
    [InlineData("Eve", "at.numel > 1 && ", "")]
    [InlineData("Eve", "(REAL)sqrt(squares) >", "(REAL)sqrt(squares) <")]
    [InlineData("Eve", "pow(s.beta2, step), -0.5", "pow(s.beta2, step), 0.5")]
    [InlineData("Eve", "exp_avg[i] * beta1 + g * keep1", "exp_avg[i] * beta1 + g")]
    [InlineData("Eve", "g * g * keep2", "g * keep2")]
    [InlineData("Eve", "c.of.p[i] * decay", "c.of.p[i]")]
    [InlineData("Cain", "(long long)s.work.steps[at.member] % at.rank", "0 * at.rank")]
    [InlineData("Cain", "v.inner *= (unsigned)sizes[d]", "v.inner = (unsigned)sizes[d]")]
    [InlineData("Cain", "at.numel <= 2 * (long long)v.size", "at.numel <= (long long)v.size")]
    [InlineData("Cain", "(v.per_index + v.length - 1) / v.length", "1")]
    [InlineData("Cain", "(v.size + v.tile - 1) / v.tile", "v.size / v.tile")]
    [InlineData("Cain", "(unsigned)b.index % v.segments", "0")]
    [InlineData("Cain", "* v.tile + threadIdx.x % v.tile", "* v.tile")]
    [InlineData("Cain", "q += THREADS / v.tile", "q += THREADS")]
    [InlineData("Cain", "q / v.inner * v.size + index", "index")]
    [InlineData("Cain", "square / (param_rms * param_rms)", "square / param_rms")]
    [InlineData("Cain", "column_sum(relative, v.tile)", "column_sum(relative, 1)")]
    [InlineData("Cain", "segment < v.segments", "segment < 1")]
    [InlineData("Cain", "sum / v.per_index", "sum / at.numel")]
    [InlineData("Cain", "rate * sqrt(bias_correction2)", "rate * bias_correction2")]
    [InlineData("Cain", "numbers[0] = rate * bias_correction2", "numbers[0] = rate * sqrt(bias_correction2)")]
    [InlineData("Cain", "pow(s.beta2, t + 1)", "pow(s.beta2, t)")]
    [InlineData("Cain", "product * product * (1 - s.beta2)", "product * (1 - s.beta2)")]
    [InlineData("Cain", "i / v.inner % v.size", "i % v.size")]
    [InlineData("Cain", "param_rms[i] = rms;", "")]
    [InlineData("Cain", "p * scale_step", "scale_step")]
    [InlineData("Cain", "normalized * rms * gradient_step", "normalized * gradient_step")]
    [InlineData("Cain", "*c.of.state[3] = (REAL)c.numbers[2];", ";")]
    public void A_mistake_in_the_text_does_not_pass_the_check(string optimizer, string right, string wrong)
    {
        var text = CpuLauncher.Text(optimizer);
        Assert.Equal(2, text.Split(right).Length);
        var mutated = text.Replace(right, wrong, StringComparison.Ordinal);
        // Where a barrier is missing, it is the order of the threads that shows it.
        Assert.NotNull(Difference(isReversed: false) ?? Difference(isReversed: true));

        string? Difference(bool isReversed) =>
            KernelCheck.Difference(optimizer, new CpuLauncher(mutated, ScalarType.Float32) { IsReversed = isReversed }, CPU, ScalarType.Float32);
    }
}
