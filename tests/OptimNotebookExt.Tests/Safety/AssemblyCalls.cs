using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace OptimNotebookExt.Tests.Safety;

/// <summary>Which methods of an assembly call which: read from its IL, so that implicit conversions are seen too.</summary>
internal sealed class AssemblyCalls
{
    private static readonly Dictionary<ushort, OpCode> OpCodesByValue = typeof(OpCodes).GetFields()
        .Select(f => (OpCode)f.GetValue(null)!).ToDictionary(o => (ushort)o.Value);

    private readonly MetadataReader metadata;
    private readonly Dictionary<string, string[]> calls = [];

    internal AssemblyCalls(string file)
    {
        using var image = new PEReader(File.OpenRead(file));
        metadata = image.GetMetadataReader();
        foreach (var handle in metadata.MethodDefinitions)
        {
            var method = metadata.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress != 0)
                calls[NameOf(handle)] = [.. Called(image.GetMethodBody(method.RelativeVirtualAddress).GetILReader()).Select(NameOf).Distinct()];
        }
    }

    /// <summary>What each method calls, makes or takes the address of; as <c>Namespace.Type::Method(parameters)</c>.</summary>
    internal IReadOnlyDictionary<string, string[]> Calls => calls;

    private static List<EntityHandle> Called(BlobReader il)
    {
        var called = new List<EntityHandle>();
        while (il.RemainingBytes > 0)
        {
            ushort value = il.ReadByte();
            if (value == 0xFE)
                value = (ushort)(value << 8 | il.ReadByte());
            var operand = OpCodesByValue[value].OperandType;
            if (operand is OperandType.InlineMethod)
            {
                called.Add(MetadataTokens.EntityHandle(il.ReadInt32()));
                continue;
            }
            var skip = operand is OperandType.InlineSwitch ? 4 * il.ReadInt32() : Size(operand);
            il.Offset += skip;
        }
        return called;
    }

    private static int Size(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };

    private string NameOf(MethodDefinitionHandle handle)
    {
        var method = metadata.GetMethodDefinition(handle);
        return Name(TypeNames.Of(metadata, method.GetDeclaringType()), metadata.GetString(method.Name), method.DecodeSignature(TypeNames.Instance, null));
    }

    private string NameOf(EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.MethodDefinition:
                return NameOf((MethodDefinitionHandle)handle);
            case HandleKind.MethodSpecification:
                return NameOf(metadata.GetMethodSpecification((MethodSpecificationHandle)handle).Method);
            default:
                var member = metadata.GetMemberReference((MemberReferenceHandle)handle);
                return Name(TypeNames.Of(metadata, member.Parent), metadata.GetString(member.Name), member.DecodeMethodSignature(TypeNames.Instance, null));
        }
    }

    private static string Name(string type, string method, MethodSignature<string> signature) =>
        $"{type}::{method}({string.Join(',', signature.ParameterTypes)})";
}
