namespace OptimNotebookExt.Host.Sessions;

/// <summary>A type as C# writes it.</summary>
internal static class CSharpName
{
    internal static string Of(Type type)
    {
        if (type.IsArray)
            return $"{Of(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        // What a cell cannot name it still can hold.
        if (!type.IsVisible || type.IsPointer || type.IsByRef || type.FullName is null)
            return "object";
        var arguments = new Queue<Type>(type.GetGenericArguments());
        var parts = new Stack<Type>();
        for (var part = type; part is not null; part = part.DeclaringType)
            parts.Push(part);
        var names = parts.Select(part =>
        {
            var (name, count) = part.Name.Split('`') is [var plain, var digits] ? (plain, int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture)) : (part.Name, 0);
            return count == 0 ? name : $"{name}<{string.Join(", ", Enumerable.Range(0, count).Select(_ => Of(arguments.Dequeue())))}>";
        });
        var space = string.IsNullOrEmpty(type.Namespace) ? "" : $"global::{type.Namespace}.";
        return space + string.Join('.', names);
    }
}
