using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;

namespace OptimNotebookExt.Host.Sessions;

/// <summary>Errors as a notebook shows them: cells and their lines, no frame of this tool, no path of a machine.</summary>
internal static class Traceback
{
    private const int MostFrames = 30;
    private const int MostErrors = 10;

    /// <summary>Errors of the compiler.</summary>
    /// <param name="errors">At least one.</param>
    /// <param name="code">The cell, for the lines it shows.</param>
    internal static CellError Of(ImmutableArray<Diagnostic> errors, string code)
    {
        List<string> lines = [];
        foreach (var error in errors.Take(MostErrors))
        {
            lines.Add(Describe(error));
            var span = error.Location.GetLineSpan();
            if (CellName.IsCell(span.Path) && LineOf(code, span.StartLinePosition.Line) is { } line)
            {
                lines.Add($"    {line}");
                lines.Add($"    {new string(' ', Math.Min(span.StartLinePosition.Character, line.Length))}^");
            }
        }
        if (errors.Length > MostErrors)
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"and {errors.Length - MostErrors} more"));
        return new CellError(errors[0].Id, Describe(errors[0]), lines);
    }

    /// <summary>An exception of the cell.</summary>
    internal static CellError Of(Exception exception)
    {
        var shown = Unwrap(exception);
        List<string> lines = [];
        Add(lines, shown, "");
        return new CellError(shown.GetType().Name, shown.Message, lines);
    }

    private static void Add(List<string> lines, Exception exception, string prefix)
    {
        lines.Add($"{prefix}{exception.GetType().FullName}: {exception.Message}");
        var frames = new StackTrace(exception, fNeedFileInfo: true).GetFrames().Select(Describe).OfType<string>().ToArray();
        lines.AddRange(frames.Take(MostFrames));
        if (frames.Length > MostFrames)
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"   … and {frames.Length - MostFrames} more"));
        if (exception.InnerException is { } inner)
            Add(lines, inner, "caused by ");
    }

    private static Exception Unwrap(Exception exception) => exception switch
    {
        AggregateException { InnerExceptions: [var only] } => Unwrap(only),
        TargetInvocationException { InnerException: { } inner } => Unwrap(inner),
        _ => exception,
    };

    private static string? Describe(StackFrame frame)
    {
        if (frame.GetMethod() is not { } method)
            return null;
        var type = method.DeclaringType;
        // The machinery between a cell and what it called says nothing to its reader.
        if (type?.Assembly == typeof(Traceback).Assembly
            || type?.Namespace is "System.Runtime.CompilerServices" or "System.Runtime.ExceptionServices" or "System.Threading"
            || (type?.Namespace == "System.Runtime" && type.Name == nameof(System.Runtime.ControlledExecution)))
            return null;
        var file = frame.GetFileName();
        // What was loaded from memory is a cell, or a file that a cell has loaded with #load.
        var own = type?.Assembly.IsDynamic == false && type.Assembly.Location.Length == 0;
        if (file is null || !own)
            return own && method.Name.StartsWith('<') ? null : $"   at {Name(method)}";
        var place = string.Create(CultureInfo.InvariantCulture, $"{CellName.Shown(file)}, line {frame.GetFileLineNumber()}");
        var name = NameInCell(method);
        return name.Length == 0 ? $"   at {place}" : $"   at {name} in {place}";
    }

    private static string Name(MethodBase method)
    {
        var type = method.DeclaringType;
        // A state machine or a closure stands for the method that it was made of.
        var name = Original(method.Name == "MoveNext" && type is not null ? type.Name : method.Name);
        while (type is not null && type.Name.StartsWith('<'))
            type = type.DeclaringType;
        var arguments = string.Join(", ", method.GetParameters().Select(p => p.ParameterType.Name));
        return $"{type?.FullName?.Replace('+', '.')}.{name}({arguments})";
    }

    private static string NameInCell(MethodBase method)
    {
        var full = Name(method);
        // "Cell." is what the compiler calls the class around a cell; its own body has no name.
        var name = full.StartsWith("Cell", StringComparison.Ordinal) ? full[(full.IndexOf('.', StringComparison.Ordinal) + 1)..] : full;
        return name.Contains('<', StringComparison.Ordinal) || name.StartsWith("Initialize", StringComparison.Ordinal) ? "" : name;
    }

    /// <summary><c>Run</c> of <c>&lt;Run&gt;d__3</c>; a plain name is its own.</summary>
    private static string Original(string name)
    {
        if (!name.StartsWith('<'))
            return name;
        var trimmed = name.TrimStart('<');
        var end = trimmed.IndexOf('>', StringComparison.Ordinal);
        return end < 0 ? name : trimmed[..end];
    }

    private static string Describe(Diagnostic error)
    {
        var text = new StringBuilder();
        var span = error.Location.GetLineSpan();
        if (span.IsValid)
        {
            text.Append(CultureInfo.InvariantCulture, $"{CellName.Shown(span.Path)}, line {span.StartLinePosition.Line + 1}, column {span.StartLinePosition.Character + 1}: ");
        }
        return text.Append(CultureInfo.InvariantCulture, $"{error.Id}: {error.GetMessage(CultureInfo.InvariantCulture)}").ToString();
    }

    private static string? LineOf(string code, int line)
    {
        var lines = code.ReplaceLineEndings("\n").Split('\n');
        return line < lines.Length ? lines[line] : null;
    }
}
