namespace OptimNotebookExt.Host.Sessions.Magics;

/// <summary>The magics of a session by their names.</summary>
internal sealed class MagicCatalog
{
    private readonly SortedDictionary<string, IMagic> _magics = new(StringComparer.OrdinalIgnoreCase);

    internal IReadOnlyCollection<IMagic> All => _magics.Values;

    internal static MagicCatalog Standard()
    {
        var catalog = new MagicCatalog();
        foreach (var magic in (IMagic[])[new AboutMagic(), new CSharpMagic(), new ListMagic(), new OptimMagic(), new TimeMagic(), new WhoMagic(values: false), new WhoMagic(values: true)])
            catalog.Add(magic);
        return catalog;
    }

    internal void Add(IMagic magic) => _magics[magic.Name] = magic;

    internal IMagic? Find(string name) => _magics.GetValueOrDefault(name);

    internal CellError? Run(CellDirective line, MagicCall call)
    {
        var (name, arguments) = Split(line.Text);
        return Find(name) is { } magic
            ? magic.Run(arguments, call)
            : CellError.Of("UnknownMagic", $"{name} is no magic command here; #!lsmagic lists those that are.");
    }

    internal static (string Name, string Arguments) Split(string line)
    {
        var end = line.AsSpan().IndexOfAny(' ', '\t');
        return end < 0 ? (line, "") : (line[..end], line[end..].Trim());
    }
}
