using System.Collections.Concurrent;
using System.Runtime;
using OptimNotebookExt.Commands;
using OptimNotebookExt.Host.Sessions.Magics;
using OptimNotebookExt.Host.Sessions.Packages;

namespace OptimNotebookExt.Host.Sessions;

/// <summary>
/// Runs C# cells one after the other, each on top of what the others declared. The kernel and the runner are two ways to
/// feed it. One session at a time in a process: the console is the process's.
/// </summary>
internal sealed class CSharpSession : IDisposable
{
    private static volatile CSharpSession? s_active;

    private readonly string _scratch = Directory.CreateTempSubdirectory("optimnb-").FullName;
    private readonly NotebookLoadContext _context;
    private readonly CellThread _thread = new();
    private readonly SessionConsole _console;
    private readonly SessionReferences _references;
    private readonly SubmissionCompiler _compiler;
    private readonly SubmissionChain _chain;
    private readonly INotebookSession _before = NotebookHost.Session;
    private ICellSink _sink = NoSink.Instance;
    private readonly ConcurrentQueue<Action> _afterCode = new();
    private volatile bool _inCode;
    private int _displays;

    /// <param name="folder">The folder of the notebook: paths in <c>#r</c> and <c>#load</c> are relative to it.</param>
    internal CSharpSession(string folder)
    {
        Folder = folder;
        _context = new NotebookLoadContext(Path.Combine(_scratch, "native"));
        _references = new SessionReferences(_context, new PackageResolver(_scratch), folder);
        _compiler = new SubmissionCompiler(_references.Assemblies, new LoadedReferences(_references.Add));
        _chain = new SubmissionChain(_context);
        s_active = this;
        NotebookHost.Session = Commands = new CommandSession(this);
        _console = new SessionConsole(this);
    }

    /// <summary>The session that cells of this process run in.</summary>
    internal static CSharpSession Active => s_active ?? throw new InvalidOperationException("display() works in a cell of a notebook only.");

    internal string Folder { get; }

    internal SubmissionChain Chain => _chain;

    internal SubmissionCompiler Compiler => _compiler;

    internal SessionReferences References => _references;

    /// <summary>The session as the commands of the package see it.</summary>
    internal INotebookSession Commands { get; }

    /// <summary>Cancelled when the cell that runs now, or ran last, is to stop.</summary>
    internal CancellationToken Stop { get; private set; }

    /// <summary>The magics that cells can use.</summary>
    internal MagicCatalog Magics { get; } = MagicCatalog.Standard();

    /// <summary>Runs a cell; outputs and the error go to the sink.</summary>
    /// <param name="code">The cell.</param>
    /// <param name="number">What the cell is called in line numbers.</param>
    /// <param name="sink">Takes the outputs.</param>
    /// <param name="stop">Interrupts it, also in an endless loop; a call into native code is left to return first.</param>
    internal async Task<CellResult> ExecuteAsync(string code, int number, ICellSink sink, CancellationToken stop)
    {
        _sink = sink;
        // ControlledExecution.Run does not return where its token cannot be cancelled at all.
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Stop = ends.Token;
        var error = await _thread.Run(() => Run(code, CellName.Of(number), ends.Token), ends.Token).ConfigureAwait(false);
        if (error is not null)
            Put(new CellFailed(error));
        _console.Flush();
        return new CellResult(error);
    }

    /// <summary>Has everything loaded that the first cell needs.</summary>
    internal void WarmUp()
    {
        _compiler.Compile("System.Console.Write(\"\"); 1", CellName.Of(0), Folder, null, CancellationToken.None);
        MimeBundles.Of("");
    }

    /// <summary>Hands an output on, after what was written before it.</summary>
    internal void Put(CellOutput output)
    {
        _console.Flush();
        Send(output);
    }

    internal void Send(CellOutput output) => _sink.Put(output);

    internal DisplayedValue Display(object? value, string? mimeType)
    {
        var id = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"display-{Interlocked.Increment(ref _displays)}");
        Put(new Displayed(mimeType is null ? MimeBundles.Of(value) : MimeBundles.Of(value, mimeType), id));
        return new DisplayedValue(this, id);
    }

    /// <summary>Declares a variable as a cell would, and gives it a value.</summary>
    /// <exception cref="ArgumentException">It cannot be declared so.</exception>
    internal void Declare(string name, Type type, object value)
    {
        // A cell that is running has its place in the chain already; what it has declared through a command comes after it.
        if (_inCode)
        {
            _afterCode.Enqueue(() => Declare(name, type, value));
            return;
        }
        var (submission, errors) = _compiler.Compile($"{CSharpName.Of(type)} {name} = default!;", CellName.Of(0), Folder, _chain.Last, CancellationToken.None);
        if (submission is null)
            throw new ArgumentException($"{name} cannot be declared as {type}: {errors[0].GetMessage(System.Globalization.CultureInfo.InvariantCulture)}");
        _chain.Prepare(submission)().GetAwaiter().GetResult();
        _chain.Write(_chain.Find(name)!, value);
    }

    internal string? Ask(string prompt, bool password)
    {
        _console.Flush();
        return _sink.ReadLine(prompt, password);
    }

    public void Dispose()
    {
        _thread.Dispose();
        _console.Dispose();
        if (s_active == this)
        {
            s_active = null;
            NotebookHost.Session = _before;
        }
        try
        {
            Directory.Delete(_scratch, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A loaded assembly of a package keeps its folder on Windows; the system's clean-up of temporary files takes it.
        }
    }

    private CellError? Run(string code, string name, CancellationToken stop)
    {
        try
        {
            var source = CellSource.Parse(code);
            if (_references.Add(source.References, stop) is { } installed)
                Put(new Displayed(MimeBundle.Text(installed), null));
            var call = new MagicCall(this, source, stop);
            foreach (var part in source.Parts)
            {
                var error = part.Magic is { } magic ? Magics.Run(magic, call) : RunCode(part.Code!, code, name, stop);
                if (error is not null)
                    return error;
            }
            call.End();
            return null;
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            return CellError.Of(CellError.Interrupted, "the cell was interrupted.");
        }
        catch (Exception e) when (e is PackageException or ArgumentException or IOException or BadImageFormatException)
        {
            return CellError.Of(e.GetType().Name, e.Message);
        }
    }

    private CellError? RunCode(string code, string cell, string name, CancellationToken stop)
    {
        var (submission, errors) = _compiler.Compile(code, name, Folder, _chain.Last, stop);
        if (submission is null)
            return Traceback.Of(errors, cell);
        var start = _chain.Prepare(submission);
        _inCode = true;
        try
        {
            return Run(start, submission.HasValue, stop);
        }
        finally
        {
            _inCode = false;
            while (_afterCode.TryDequeue(out var declare))
                declare();
        }
    }

    private CellError? Run(Func<Task<object>> start, bool hasValue, CancellationToken stop)
    {
        object? value = null;
        Exception? failure = null;
        MimeBundle? bundle = null;
#pragma warning disable SYSLIB0046 // made for exactly this: hosts of scripts that must be able to stop one
        ControlledExecution.Run(
            () =>
            {
                try
                {
                    var task = Start(start, stop);
                    value = task.GetAwaiter().GetResult();
                    if (hasValue)
                        bundle = MimeBundles.Of(value);
                }
#pragma warning disable CA1031 // whatever a cell throws is its result
                catch (Exception e) when (!stop.IsCancellationRequested)
#pragma warning restore CA1031
                {
                    failure = e;
                }
            },
            stop);
#pragma warning restore SYSLIB0046
        if (failure is not null)
            return Traceback.Of(failure);
        if (bundle is not null)
            Put(new CellValue(bundle));
        return null;
    }

    private static Task<object> Start(Func<Task<object>> start, CancellationToken stop)
    {
        Task<object>? task = null;
        new CellPump().Run(() => task = start(), stop);
        return task!;
    }

    /// <summary>Before the first cell there is nobody to hand an output to.</summary>
    private sealed class NoSink : ICellSink
    {
        internal static NoSink Instance { get; } = new();

        public void Put(CellOutput output)
        {
        }

        public string? ReadLine(string prompt, bool password) => null;
    }
}
