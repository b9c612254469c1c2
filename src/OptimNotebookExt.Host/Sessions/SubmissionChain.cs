using System.Reflection;
using Microsoft.CodeAnalysis.CSharp;

namespace OptimNotebookExt.Host.Sessions;

/// <summary>The cells that later ones build on, with the values of their variables.</summary>
internal sealed class SubmissionChain(NotebookLoadContext context)
{
    private readonly List<FieldInfo> _fields = [];

    // The compiler's own contract: slot 0 is for a host object, slot n for the n-th submission of the chain.
    private object?[] _slots = new object?[16];
    private int _count = 1;

    /// <summary>What the next cell is compiled on; null before the first.</summary>
    internal CSharpCompilation? Last { get; private set; }

    /// <summary>Grows with every cell that declares something.</summary>
    internal int Version { get; private set; }

    /// <summary>The names of the variables.</summary>
    internal IReadOnlyCollection<string> Names => [.. _fields.Select(f => f.Name).Distinct()];

    /// <summary>The variables, the newest of each name.</summary>
    internal IReadOnlyDictionary<string, object?> Variables
    {
        get
        {
            var values = new SortedDictionary<string, object?>(StringComparer.Ordinal);
            foreach (var variable in _fields)
                values[variable.Name] = Read(variable);
            return values;
        }
    }

    /// <summary>Readies a submission; what is returned starts it.</summary>
    internal Func<Task<object>> Prepare(Submission submission)
    {
        if (submission.EntryPoint is not { } entry)
        {
            // It takes no slot.
            Last = submission.Compilation;
            Version++;
            return () => Task.FromResult<object>(null!);
        }
        var assembly = submission.Declares
            ? context.LoadCell(submission.Image, submission.Symbols)
            : new PassingLoadContext(context).LoadFromStream(submission.Image, submission.Symbols);
        var type = assembly.GetType(entry.ContainingType.MetadataName, throwOnError: true)!;
        var run = type.GetMethod(entry.MetadataName, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!
            .CreateDelegate<Func<object?[], Task<object>>>();
        if (_count == _slots.Length)
            Array.Resize(ref _slots, 2 * _count);
        var slots = _slots;
        var slot = _count;
        if (!submission.Declares)
        {
            // Its slot is taken again by the next cell, so it must not be seen there.
            slots = [.. slots];
            return () => run(slots);
        }
        return () =>
        {
            try
            {
                return run(slots);
            }
            finally
            {
                // The first thing that a submission does is to take its slot, so what it had assigned before an exception
                // or an interrupt, which ends even an endless loop from here, stays.
                if (slots[slot] is not null)
                    Keep(submission.Compilation, type);
            }
        };
    }

    /// <summary>The newest variable of a name, or null.</summary>
    internal FieldInfo? Find(string name) => _fields.FindLast(f => f.Name == name);

    internal object? Read(FieldInfo field) => field.GetValue(Owner(field));

    internal void Write(FieldInfo field, object? value) => field.SetValue(Owner(field), value);

    private object Owner(FieldInfo field) => _slots.First(s => s?.GetType() == field.DeclaringType)!;

    private void Keep(CSharpCompilation compilation, Type type)
    {
        Last = compilation;
        _count++;
        Version++;
        _fields.AddRange(type.GetFields(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly)
            .Where(f => char.IsLetter(f.Name[0]) || f.Name[0] is '_' or '@'));
    }
}
