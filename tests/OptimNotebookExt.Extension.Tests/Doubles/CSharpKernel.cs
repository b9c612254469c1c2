using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.CodeAnalysis.Scripting.Hosting;
using Microsoft.DotNet.Interactive.Commands;

namespace Microsoft.DotNet.Interactive.CSharp;

/// <summary>As the host's: the kernel whose variables are those of a script.</summary>
public class CSharpKernel(ScriptOptions options, InteractiveAssemblyLoader loader) : Kernel("csharp")
{
    public ScriptState? ScriptState { get; private set; }

    public bool TryGetValue<T>(string name, out T value)
    {
        var variable = ScriptState?.GetVariable(name);
        value = variable is null ? default! : (T)variable.Value;
        return variable is not null;
    }

    public async Task SetValueAsync(string name, object value, Type declaredType)
    {
        // The host writes the type's name into a script as reflection gives it, which of a nested type is no C#.
        Assert.False(declaredType.IsNested);
        await RunAsync($"{declaredType.FullName} {name} = default;");
        ScriptState!.GetVariable(name).Value = value;
    }

    public override async Task<KernelCommandResult> SendAsync(KernelCommand command)
    {
        if (command is SubmitCode code)
            await RunAsync(code.Code);
        return await base.SendAsync(command);
    }

    internal async Task RunAsync(string code) => ScriptState = ScriptState is null
        ? await CSharpScript.Create<object>(code, options, assemblyLoader: loader).RunAsync()
        : await ScriptState.ContinueWithAsync(code, options);
}
