using TorchSharp;

namespace OptimNotebookExt.Tests.Safety;

/// <summary>
/// The methods of TorchSharp that hand libtorch the handle of a <see cref="Scalar"/> which nobody keeps alive: those that
/// make one (such as <c>Tensor * double</c>), and all that call them.
/// </summary>
internal static class ScalarCalls
{
    private static readonly Lazy<HashSet<string>> LazyRacing = new(FindRacing);

    /// <summary>Whether a call of this method may read a freed number.</summary>
    internal static bool Races(string method) => IsSource(method) || LazyRacing.Value.Contains(method);

    /// <summary>Fails with a list of the racing calls of the assembly that holds the type.</summary>
    internal static void AssertNone(Type inside)
    {
        var racing =
            from method in new AssemblyCalls(inside.Assembly.Location).Calls
            where !method.Key.StartsWith("OptimNotebookExt.Scalars", StringComparison.Ordinal)
            from called in method.Value
            where Races(called)
            select $"{method.Key} → {called}";

        Assert.True(!racing.Any(), $"Pass Scalars.Of(number), or use TensorArithmetic's Plus, Times, …, in:\n{string.Join('\n', racing)}");
    }

    /// <summary>Whether the method makes a Scalar.</summary>
    private static bool IsSource(string method) =>
        method.StartsWith("TorchSharp.Scalar::op_Implicit(", StringComparison.Ordinal)
        || method.StartsWith("TorchSharp.Scalar::.ctor(", StringComparison.Ordinal)
        || (method.StartsWith("TorchSharp.ScalarExtensionMethods::To", StringComparison.Ordinal) && !method.EndsWith("(TorchSharp.Scalar)", StringComparison.Ordinal))
        || method == "TorchSharp.torch+Tensor::ToScalar()";

    private static HashSet<string> FindRacing()
    {
        var torch = new AssemblyCalls(typeof(torch).Assembly.Location);
        var callers = torch.Calls.SelectMany(m => m.Value.Select(called => (called, caller: m.Key))).ToLookup(p => p.called, p => p.caller);
        var racing = new HashSet<string>();
        var open = new Stack<string>(torch.Calls.SelectMany(m => m.Value).Where(IsSource).Distinct());
        while (open.TryPop(out var method))
        {
            foreach (var caller in callers[method].Where(racing.Add))
                open.Push(caller);
        }
        return racing;
    }
}
