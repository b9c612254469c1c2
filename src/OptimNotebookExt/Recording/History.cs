using System.Collections.Immutable;
using OptimNotebookExt.Notebook;
using OptimNotebookExt.Optimizers;
using static TorchSharp.torch;

namespace OptimNotebookExt.Recording;

/// <summary>
/// Scalars and spectra of a run, sampled every N steps into bounded memory. It only looks on: no bit of the run changes,
/// the global random generator is not moved, and without a history a step pays one null check.
/// <see cref="HistoryLevel"/> lists the columns.
/// </summary>
/// <example><code>
/// using var history = History.Attach(optimizer, new HistoryOptions { Every = 10 });
/// foreach (var (x, y) in batches)
/// {
///     optimizer.zero_grad();
///     using var loss = nn.functional.mse_loss(model.call(x), y);
///     loss.backward();
///     optimizer.step();
///     history.Record(loss);
/// }
/// history.SaveCsv("run.csv");
/// var update = history["0.weight/update_rms"];
/// </code></example>
[TypeFormatterSource(typeof(ViewFormatterSource))]
public sealed class History : IDisposable
{
    private readonly ResearchOptimizer optimizer;
    private readonly HistoryRecorder recorder;

    private History(ResearchOptimizer optimizer, HistoryRecorder recorder) => (this.optimizer, this.recorder) = (optimizer, recorder);

    /// <summary>What a checkpoint saves and restores.</summary>
    internal HistoryRecorder Recorder => recorder;

    /// <summary>The optimizer whose steps are recorded.</summary>
    internal ResearchOptimizer Optimizer => optimizer;

    /// <summary>Steps between samples now: the option's value, doubled each time the capacity was reached.</summary>
    public long Every => recorder.Every;

    /// <summary>Steps taken since recording began.</summary>
    public long Steps => recorder.Steps;

    /// <summary>Samples held.</summary>
    public int Samples => recorder.Samples;

    /// <summary>Every column by name, <c>step</c> first, copied; all have one value for each sample.</summary>
    public IReadOnlyDictionary<string, double[]> Columns => Freeze().Columns.ToDictionary(c => c.Key, c => c.Value.ToArray());

    /// <summary>A copy of one column, for example <c>0.weight/update_rms</c>.</summary>
    /// <param name="column">A name of <see cref="Columns"/>.</param>
    /// <exception cref="KeyNotFoundException">There is no such column; the message names some.</exception>
    public double[] this[string column] => [.. Freeze()[column]];

    /// <summary>Records the optimizer's next steps, until the history is disposed.</summary>
    /// <param name="optimizer">An optimizer of this package; parameters that are added to it later are not recorded.</param>
    /// <param name="options">What to record; the defaults when null.</param>
    /// <exception cref="ArgumentException">The optimizer has no parameter of such a name.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    /// <exception cref="InvalidOperationException">The optimizer has a history already.</exception>
    public static History Attach(ResearchOptimizer optimizer, HistoryOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        options ??= new HistoryOptions();
        options.Validate();
        if (options.Parameters?.Except(optimizer.ParameterNames).FirstOrDefault() is { } unknown)
            throw new ArgumentException($"options.Parameters: the optimizer has no parameter '{unknown}'; it has {string.Join(", ", optimizer.ParameterNames)}.", nameof(options));
        if (optimizer.Observer is not null)
            throw new InvalidOperationException("The optimizer has a history already: dispose the other one first.");
        var recorder = new HistoryRecorder(optimizer, options);
        optimizer.Observer = recorder;
        return new History(optimizer, recorder);
    }

    /// <summary>
    /// The loss of the step that was just taken: call it after <c>step()</c>. Kept on its device, so nothing waits; ignored
    /// where the step was not sampled. The loss of <c>step(closure)</c> is recorded without it.
    /// </summary>
    /// <param name="loss">A tensor of one element; it is copied.</param>
    /// <exception cref="ArgumentException">The tensor has not exactly one element.</exception>
    public void Record(Tensor loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        if (loss.numel() != 1)
            throw new ArgumentException($"loss must have one element, but has shape [{string.Join(", ", loss.shape)}]: pass its mean or sum.", nameof(loss));
        recorder.Record(loss);
    }

    /// <inheritdoc cref="Record(Tensor)"/>
    public void Record(double loss) => recorder.Record(loss);

    /// <summary>What was recorded so far, as plain values that never change and outlive history and optimizer.</summary>
    public HistorySnapshot Freeze() => recorder.Freeze();

    /// <summary>Whole spectra of a matrix over time, for example <c>0.weight/lr_0</c> (level Full); empty where there are none.</summary>
    /// <param name="matrix">Parameter and matrix.</param>
    public ImmutableArray<SpectrumSample> Spectra(string matrix) => Freeze().Spectra(matrix);

    /// <inheritdoc cref="HistorySnapshot.SaveCsv"/>
    public void SaveCsv(string path) => Freeze().SaveCsv(path);

    /// <inheritdoc cref="HistorySnapshot.SaveJson"/>
    public void SaveJson(string path) => Freeze().SaveJson(path);

    /// <summary>Reads what <see cref="SaveCsv"/> wrote: the columns, without spectra and without the optimizer's name.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is not a history; the message names the line.</exception>
    public static HistorySnapshot LoadCsv(string path) => HistoryCsv.Read(File.ReadAllText(path), path);

    /// <summary>Reads what <see cref="SaveJson"/> wrote, whole.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is not a history; the message says why.</exception>
    public static HistorySnapshot LoadJson(string path) => HistoryJson.Read(File.ReadAllText(path), path);

    /// <summary>Ends recording and frees the device's memory; what was recorded stays readable.</summary>
    public void Dispose()
    {
        if (ReferenceEquals(optimizer.Observer, recorder))
            optimizer.Observer = null;
        recorder.Dispose();
    }

    /// <summary>A short table: the run in two lines, then the last sample of each parameter.</summary>
    public override string ToString() => Freeze().ToString();
}
