using System.Runtime.CompilerServices;
using OptimNotebookExt.Figures;
using OptimNotebookExt.Views;

namespace OptimNotebookExt.Host.Gallery;

/// <summary>One thing the gallery shows.</summary>
internal sealed class GalleryEntry
{
    private readonly Func<GalleryData, object> create;

    /// <summary>Describes an entry.</summary>
    /// <param name="name">The name, unique in the gallery.</param>
    /// <param name="kind">For figures the name of the method of <see cref="Figure"/> that makes them, in lower case; "view" for views.</param>
    /// <param name="description">One or two sentences: what it shows and when it helps.</param>
    /// <param name="create">Makes the <see cref="View"/> or the <see cref="Figure"/>.</param>
    /// <param name="code">The text of <paramref name="create"/>; shown beside the entry.</param>
    internal GalleryEntry(string name, string kind, string description, Func<GalleryData, object> create, [CallerArgumentExpression(nameof(create))] string code = "")
    {
        (Name, Kind, Description) = (name, kind, description);
        this.create = create;
        Code = GalleryCode.Of(code);
    }

    internal string Name { get; }

    internal string Kind { get; }

    internal string Description { get; }

    /// <summary>What made the entry, as C#.</summary>
    internal string Code { get; }

    /// <summary>The name as part of file names and addresses within the page.</summary>
    internal string Slug => string.Join('-', Name.ToLowerInvariant().Split([.. Name.ToLowerInvariant().Where(c => !char.IsAsciiLetterOrDigit(c))], StringSplitOptions.RemoveEmptyEntries));

    internal View Create(GalleryData data) => create(data) switch
    {
        View view => view,
        Figure figure => new FigureView(figure),
        var other => throw new InvalidOperationException($"The gallery's entry '{Name}' makes a {other.GetType().Name}: it must make a View or a Figure."),
    };
}
