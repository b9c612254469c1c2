namespace OptimNotebookExt.Views;

/// <summary>Which view draws a value of which type. A new view is registered here, and formatters and the gallery know it.</summary>
internal static class ViewCatalog
{
    private static readonly List<(Type Type, Func<object, View> Create)> Entries = [];

    internal static View? Of(object value)
    {
        foreach (var (type, create) in Entries)
        {
            if (type.IsInstanceOfType(value))
                return create(value);
        }
        return null;
    }
}
