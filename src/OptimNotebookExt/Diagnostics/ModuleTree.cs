using TorchSharp;

namespace OptimNotebookExt.Diagnostics;

/// <summary>A module and everything in it, by path.</summary>
internal static class ModuleTree
{
    /// <summary>Depth first in the order of registration, the module itself last under an empty name; one that is registered twice comes once, with all its names.</summary>
    internal static IReadOnlyList<(torch.nn.Module Module, IReadOnlyList<string> Names)> Of(torch.nn.Module root)
    {
        var found = new List<(torch.nn.Module Module, IReadOnlyList<string> Names)>();
        var names = new Dictionary<torch.nn.Module, List<string>>(ReferenceEqualityComparer.Instance);
        Visit(root, string.Empty);
        found.Add((root, [string.Empty]));
        return found;

        void Visit(torch.nn.Module parent, string prefix)
        {
            foreach (var (name, child) in parent.named_children())
            {
                if (names.TryGetValue(child, out var known))
                {
                    known.Add(prefix + name);
                    continue;
                }
                names.Add(child, known = [prefix + name]);
                found.Add((child, known));
                Visit(child, $"{prefix}{name}.");
            }
        }
    }
}
