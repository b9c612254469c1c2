using OptimNotebookExt.Checkpoints;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Tests.Checkpoints;
using OptimNotebookExt.Tests.Contract;
using TorchSharp;
using TorchSharp.Modules;

namespace OptimNotebookExt.Tests.Safety;

/// <summary>
/// A tensor that no dispose scope holds and nobody disposes is freed by the finalizer, also while libtorch still reads it
/// (docs/SAFETY.md). Steps, histories, traces, replays, views, diagnostics and projections are counted where they are tested.
/// </summary>
[Trait(Once.Name, Once.Value)]
public sealed class TemporaryTests
{
    public static TheoryData<string> Cases =>
        [.. OptimizerCatalog.All.SelectMany(info => info.Paths.Select(path => $"{info.Name}/{path}/Float32/cpu"))];

    [Theory, MemberData(nameof(Cases))]
    public void Saving_loading_and_looking_leave_no_tensor_to_the_finalizer(string key)
    {
        using var file = new TemporaryFile("run.safetensors");
        using var run = new SavedRun(ContractCase.Of(key));
        run.Run(12);
        // What is made once is made by the first round.
        Everything();
        var live = LiveOutsideState();

        Everything();

        Assert.Equal(live, LiveOutsideState());

        void Everything()
        {
            Checkpoint.Save(file.Path, run.Optimizer, run.Schedule, run.History, torchRandomState: true);
            Checkpoint.Inspect(file.Path);
            Checkpoint.Load(file.Path, run.Optimizer, run.Schedule, run.History);
            using var stream = new MemoryStream();
            using (var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true))
                run.Optimizer.save_state_dict(writer);
            stream.Position = 0;
            using (var reader = new BinaryReader(stream, System.Text.Encoding.UTF8, leaveOpen: true))
                run.Optimizer.load_state_dict(reader);
            run.Optimizer.load_state_dict(run.Optimizer.state_dict());
            run.Optimizer.zero_grad();
            _ = run.Optimizer.Snapshot();
            Assert.Throws<InvalidDataException>(() => Checkpoint.Load(file.Path, run.Optimizer));
        }

        long LiveOutsideState() => DisposeScopeManager.Statistics.ThreadTotalLiveCount - run.Optimizer.States.Sum(s => s.TensorNames.Count());
    }

    [Fact]
    public void Checkpoints_of_two_threads_are_sound_while_a_third_collects()
    {
        using var stop = new ManualResetEventSlim();
        var collector = new Thread(() =>
        {
            while (!stop.IsSet)
            {
                GC.Collect(0);
                Thread.Yield();
            }
        });
        collector.Start();
        try
        {
            Parallel.For(0, 2, new ParallelOptions { MaxDegreeOfParallelism = 2 }, thread =>
            {
                using var file = new TemporaryFile("run.safetensors");
                using var parameter = new Parameter(Values(thread));
                using var optimizer = new Eve([("a", parameter)]);
                for (var i = 0; i < 100; i++)
                {
                    Checkpoint.Save(file.Path, optimizer);
                    Checkpoint.Load(file.Path, optimizer);
                }
                Assert.Equal([thread, 1, 2, 3], parameter.Doubles());
            });
        }
        finally
        {
            stop.Set();
            collector.Join();
        }

        static torch.Tensor Values(int first)
        {
            using var scope = torch.NewDisposeScope();
            return torch.tensor([first, 1f, 2f, 3f]).MoveToOuterDisposeScope();
        }
    }
}
