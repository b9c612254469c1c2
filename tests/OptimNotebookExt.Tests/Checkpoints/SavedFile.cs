using OptimNotebookExt.Tests.Contract;

namespace OptimNotebookExt.Tests.Checkpoints;

/// <summary>A good file, and a run that must not be touched by a bad one in its place.</summary>
internal sealed class SavedFile : IDisposable
{
    private static readonly ContractCase Case = ContractCase.Of("NeutralGradient/Reference/Float32/cpu");

    private readonly TemporaryFile file = new("run.safetensors");
    private readonly Dictionary<string, double[]> before;

    internal SavedFile()
    {
        Source = new SavedRun(Case);
        Source.Run(27);
        Source.Save(Path);
        Bytes = File.ReadAllBytes(Path);
        Target = new SavedRun(Case, seed: 9);
        Target.Run(5);
        before = Target.Everything();
    }

    internal string Path => file.Path;

    internal byte[] Bytes { get; }

    internal SavedRun Source { get; }

    internal SavedRun Target { get; }

    internal InvalidDataException MustRefuse(bool lookAtState = true)
    {
        var error = Assert.Throws<InvalidDataException>(() => Target.Load(Path));
        if (lookAtState)
            Training.AssertSameState(before, Target.Everything());
        return error;
    }

    public void Dispose()
    {
        Source.Dispose();
        Target.Dispose();
        file.Dispose();
    }
}
