using OptimNotebookExt.Diagnostics;
using OptimNotebookExt.Experiments;
using OptimNotebookExt.Experiments.EveCain;
using OptimNotebookExt.Experiments.Sweeps;
using OptimNotebookExt.Figures;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Projections;
using OptimNotebookExt.Recording;
using OptimNotebookExt.Tracing;

namespace OptimNotebookExt.Views;

/// <summary>Which view draws a value of which type. A new view is registered here, and formatters and the gallery know it.</summary>
internal static class ViewCatalog
{
    private static readonly (Type Type, Func<object, View> Create)[] Entries =
    [
        Entry<Figure>(f => new FigureView(f)),
        Entry<StepTrace>(t => new StepTraceView(t)),
        Entry<TracedStep>(s => new TracedStepView(s)),
        Entry<ParameterTrace>(p => new ParameterTraceView(p)),
        Entry<History>(h => new HistoryView(h)),
        Entry<HistorySnapshot>(h => new HistoryView(h)),
        Entry<DiagnosticsReport>(r => new DiagnosticsView(r)),
        Entry<EveCainResults>(r => new ExperimentView(r)),
        Entry<EveCainRun>(r => new ExperimentView([r])),
        Entry<SweepResults>(r => new SweepView(r)),
        Entry<SweepSummary>(s => new SweepView(s)),
        Entry<RunManifest>(m => new RunManifestView(m)),
        Entry<ResearchOptimizer>(o => o.View()),
        Entry<OptimizerSnapshot>(s => s.View()),
        Entry<ParameterSnapshot>(s => s.View()),
        Entry<TensorSnapshot>(s => s.View()),
        Entry<Projection>(p => p.View()),
        Entry<PgpCheck>(c => c.View()),
        // Last: TorchSharp's own types, from which ours derive.
        .. ForeignFormatters.All,
    ];

    /// <summary>The types with a view; a type stands for those that derive from it.</summary>
    internal static IEnumerable<Type> Types => Entries.Select(e => e.Type);

    /// <summary>The view of a value, null where its type has none; one that cannot be made says why.</summary>
    internal static View? Of(object value)
    {
        foreach (var (type, create) in Entries)
        {
            if (!type.IsInstanceOfType(value))
                continue;
            try
            {
                return create(value);
            }
#pragma warning disable CA1031 // nothing may throw out of a formatter
            catch (Exception e)
#pragma warning restore CA1031
            {
                return new FailureView(value.GetType().Name, e.Message);
            }
        }
        return null;
    }

    /// <summary>A row.</summary>
    internal static (Type Type, Func<object, View> Create) Entry<T>(Func<T, View> create) => (typeof(T), value => create((T)value));
}
