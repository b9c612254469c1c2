using System.Diagnostics;
using TorchSharp;

namespace OptimNotebookExt.Diagnostics;

/// <summary>
/// Statistics of a module's activations, parameters and gradients along every dimension, as icefall's
/// <c>attach_diagnostics</c> and <c>print_diagnostics</c>:
/// <code>
/// using var diagnostics = TensorDiagnostics.Attach(model);
/// foreach (var (x, y) in batches)
/// {
///     optimizer.zero_grad();
///     nn.functional.mse_loss(model.call(x), y).backward();
///     diagnostics.RecordParameters();   // optional: once per backward, as icefall does
///     optimizer.step();
/// }
/// Console.WriteLine(diagnostics.Collect());
/// </code>
/// </summary>
/// <remarks>
/// <para>Every submodule invoked through <c>call</c> is seen; TorchSharp runs no hooks for a direct <c>forward</c>. Values,
/// gradients and the random generator are left as they are. Statistics accumulate over calls in float64, on the tensor's
/// own device (float32 on Apple's GPU); while it is reduced, a recorded tensor takes a few float64 copies of memory.</para>
/// <para><b>Parameters.</b> icefall reads a parameter and its gradient in a gradient hook, once per backward. TorchSharp has
/// no gradient hooks, so <see cref="RecordParameters"/> stands for it: call it between <c>backward()</c> and
/// <c>zero_grad()</c>. Where it is never called, <see cref="Collect"/> reads parameters and gradients as they are then.</para>
/// <para><b>Gradients of outputs</b> are retained on the outputs by <c>retain_grad</c> and read when the next outermost
/// forward begins, in <see cref="RecordParameters"/> or in <see cref="Collect"/>. Until then the outputs and their
/// gradients stay in memory; those of earlier passes that never see a backward are bounded by
/// <see cref="TensorDiagnosticsOptions.PendingLimit"/>. Several backward passes through the same forward before that moment
/// count as one record, their sum. Where an output is changed in place afterwards (as by an in-place ReLU), its gradient is
/// that of the changed tensor. An output that is a leaf has no record of its gradient. An output that the caller keeps also
/// keeps its <c>grad</c>.</para>
/// </remarks>
public sealed class TensorDiagnostics : IDisposable
{
    private readonly object gate = new();
    private readonly torch.nn.Module module;
    private readonly TensorDiagnosticsOptions options;
    private readonly PendingGradients pending;
    private readonly ModuleParameters parameters;
    private readonly List<ModuleOutputs> outputs = [];
    private readonly List<Action> removals = [];
    private readonly List<string> notes = [];
    private readonly ThreadLocal<List<ModuleOutputs>> running = new(() => []);
    private readonly long attached = Stopwatch.GetTimestamp();
    private TimeSpan spent;
    private long passes;
    private bool disposed;

    private TensorDiagnostics(torch.nn.Module module, TensorDiagnosticsOptions options)
    {
        this.module = module;
        this.options = options;
        pending = new PendingGradients(options.PendingLimit);
        parameters = new ModuleParameters(module, options);
        foreach (var (part, names) in ModuleTree.Of(module))
            Hook(part, names);
    }

    /// <summary>Attaches hooks to a module and everything in it; disposing the result removes them.</summary>
    /// <param name="module">Any module; parts added to it later are not seen.</param>
    /// <param name="options">Memory limits and percentiles; default those of <see cref="TensorDiagnosticsOptions"/>.</param>
    public static TensorDiagnostics Attach(torch.nn.Module module, TensorDiagnosticsOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        return new TensorDiagnostics(module, options ?? new TensorDiagnosticsOptions());
    }

    /// <summary>Adds every parameter and its gradient to the statistics: call it between <c>backward()</c> and <c>zero_grad()</c>.</summary>
    /// <exception cref="ObjectDisposedException">The diagnostics are disposed.</exception>
    public void RecordParameters() => Timed(() =>
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        pending.Sweep(passes);
        parameters.Read();
    });

    /// <summary>What was accumulated so far; the hooks stay, so that later reports cover more.</summary>
    /// <exception cref="ObjectDisposedException">The diagnostics are disposed.</exception>
    public DiagnosticsReport Collect()
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            pending.Sweep(passes);
            using var now = parameters.Readings == 0 ? new ModuleParameters(module, options) : null;
            now?.Read();
            var silent = outputs.Where(o => o.Calls == 0).Select(o => o.Path.Length > 0 ? o.Path : "the module itself").ToArray();
            return new DiagnosticsReport(
                module.GetType().Name,
                passes,
                parameters.Readings,
                options.Percentiles,
                Array.AsReadOnly(outputs.SelectMany(o => o.Summarize()).Concat((now ?? parameters).Summarize()).ToArray()),
                Array.AsReadOnly<string>(
                [
                    .. notes,
                    .. silent.Length > 0 ? [$"never invoked through call(): {string.Join(", ", silent)}"] : Array.Empty<string>(),
                    .. now is not null ? ["parameters as they are now: RecordParameters() was not called"] : Array.Empty<string>(),
                ]),
                spent.TotalSeconds,
                Stopwatch.GetElapsedTime(attached).TotalSeconds);
        }
    }

    /// <summary>Removes the hooks and frees what was accumulated; reports stay valid.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (disposed)
                return;
            disposed = true;
            foreach (var remove in removals)
                remove();
            pending.Dispose();
            parameters.Dispose();
            foreach (var output in outputs)
                output.Dispose();
            running.Dispose();
        }
    }

    private void Hook(torch.nn.Module part, IReadOnlyList<string> names)
    {
        var output = new ModuleOutputs(names[0], part.GetType().Name, options, pending);
        var removal = ForwardHooks.Register(
            part,
            () => Timed(() => Entering(output)),
            result => Timed(() => Leaving(output, result)));
        if (removal is null)
            return;
        removals.Add(removal);
        outputs.Add(output);
        if (names.Count > 1)
            notes.Add($"{names[0]} is also {string.Join(", ", names.Skip(1))}");
    }

    private void Entering(ModuleOutputs output)
    {
        if (disposed)
            return;
        var stack = running.Value!;
        // A forward that threw left its modules on the stack; the module itself is always the outermost.
        var stale = output.Path.Length == 0 ? 0 : stack.IndexOf(output);
        if (stale >= 0)
            stack.RemoveRange(stale, stack.Count - stale);
        if (stack.Count == 0)
            pending.Sweep(++passes);
        stack.Add(output);
    }

    private void Leaving(ModuleOutputs output, object? result)
    {
        if (disposed)
            return;
        var stack = running.Value!;
        var index = stack.LastIndexOf(output);
        if (index >= 0)
            stack.RemoveRange(index, stack.Count - index);
        output.Record(result, passes);
    }

    private void Timed(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        lock (gate)
        {
            action();
            spent += Stopwatch.GetElapsedTime(start);
        }
    }
}
