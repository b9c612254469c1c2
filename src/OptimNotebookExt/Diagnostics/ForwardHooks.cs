using System.Reflection;
using TorchSharp;

namespace OptimNotebookExt.Diagnostics;

/// <summary>
/// Hooks before and after a module's forward, whatever its arguments and result. TorchSharp types the hooks by the
/// module's signature, so the right registration is found by reflection, once per module.
/// </summary>
internal static class ForwardHooks
{
    private static readonly Dictionary<Type, string> Registrations = new()
    {
        [typeof(torch.nn.Module<,>)] = nameof(Register1),
        [typeof(torch.nn.Module<,,>)] = nameof(Register2),
        [typeof(torch.nn.Module<,,,>)] = nameof(Register3),
        [typeof(torch.nn.Module<,,,,>)] = nameof(Register4),
        [typeof(torch.nn.Module<,,,,,>)] = nameof(Register5),
        [typeof(torch.nn.Module<,,,,,,>)] = nameof(Register6),
    };

    /// <summary>Registers the hooks; returns what removes them, or null for a module without a forward of its own (a list, a dictionary).</summary>
    internal static Action? Register(torch.nn.Module module, Action entering, Action<object?> leaving)
    {
        for (var type = module.GetType(); type is not null; type = type.BaseType)
        {
            if (!type.IsGenericType || !Registrations.TryGetValue(type.GetGenericTypeDefinition(), out var name))
                continue;
            var method = typeof(ForwardHooks).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!;
            return (Action)method.MakeGenericMethod(type.GetGenericArguments())
                .Invoke(null, BindingFlags.DoNotWrapExceptions, null, [module, entering, leaving], null)!;
        }
        return null;
    }

    private static Action Register1<T, TResult>(torch.nn.Module<T, TResult> module, Action entering, Action<object?> leaving) =>
        Register(module, entering, (_, _, result) => Pass(result, leaving));

    private static Action Register2<T1, T2, TResult>(torch.nn.Module<T1, T2, TResult> module, Action entering, Action<object?> leaving) =>
        Register(module, entering, (_, _, _, result) => Pass(result, leaving));

    private static Action Register3<T1, T2, T3, TResult>(torch.nn.Module<T1, T2, T3, TResult> module, Action entering, Action<object?> leaving) =>
        Register(module, entering, (_, _, _, _, result) => Pass(result, leaving));

    private static Action Register4<T1, T2, T3, T4, TResult>(torch.nn.Module<T1, T2, T3, T4, TResult> module, Action entering, Action<object?> leaving) =>
        Register(module, entering, (_, _, _, _, _, result) => Pass(result, leaving));

    private static Action Register5<T1, T2, T3, T4, T5, TResult>(torch.nn.Module<T1, T2, T3, T4, T5, TResult> module, Action entering, Action<object?> leaving) =>
        Register(module, entering, (_, _, _, _, _, _, result) => Pass(result, leaving));

    private static Action Register6<T1, T2, T3, T4, T5, T6, TResult>(torch.nn.Module<T1, T2, T3, T4, T5, T6, TResult> module, Action entering, Action<object?> leaving) =>
        Register(module, entering, (_, _, _, _, _, _, _, result) => Pass(result, leaving));

    private static Action Register<TBefore, TAfter>(torch.nn.HookableModule<TBefore, TAfter> module, Action entering, TAfter after)
    {
        var before = module.register_forward_pre_hook(_ => entering());
        var behind = module.register_forward_hook(after);
        return () =>
        {
            before.remove();
            behind.remove();
        };
    }

    private static TResult Pass<TResult>(TResult result, Action<object?> leaving)
    {
        leaving(result);
        return result;
    }
}
