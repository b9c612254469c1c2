using OptimNotebookExt.Commands;
using OptimNotebookExt.Diagnostics;
using OptimNotebookExt.Experiments.EveCain;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Projections;
using OptimNotebookExt.Recording;
using OptimNotebookExt.Tracing;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Commands;

[Collection(GlobalGenerator.Name)]
public sealed class CommandTests
{
    [Fact]
    public async Task Magics_show_what_their_methods_return()
    {
        using var notebook = new SampleNotebook();
        var opt = notebook.Optimizer;
        (string Line, object Twin)[] pairs =
        [
            ("show opt", Optim.Show(opt)),
            ("state opt --parameter 0.weight --name lr_0", Optim.State(opt, "0.weight", "lr_0")),
            ("matrix opt --parameter 0.weight --name lr_1 --full", Optim.Matrix(opt, "0.weight", "lr_1", full: true)),
            ("pgp G --param-cov C --solver svd", Optim.Pgp(notebook.Get<Tensor>("G"), notebook.Get<Tensor>("C"), ProjectionSolver.Svd)),
            ("pgp ng --parameter p0", Optim.Pgp(notebook.Get<NeutralGradient>("ng"), "p0")),
            ("threads", Optim.Threads()),
            ("seed", Optim.Seed()),
            ("help compare", Optim.Help("compare")),
        ];
        foreach (var (line, twin) in pairs)
        {
            await CommandCatalog.RunAsync(notebook.Session, $"#!optim {line}");
            Assert.Equal(twin.ToString(), notebook.Session.Displays[^1].Values[^1].ToString());
        }
    }

    [Fact]
    public void Before_the_first_estimate_pgp_says_that_C_is_not_there_yet_and_when_it_will_be()
    {
        using var optimizer = new NeutralGradient([("w", new Parameter(randn(4, 3)))], stats_steps: 1000, estimate_period: 1000);
        SampleNotebook.Step(optimizer);

        var error = Assert.Throws<CommandException>(() => Optim.Pgp(optimizer, "w", 1));

        Assert.StartsWith("The covariance C of the parameter 'w' on axis 1 is zero until NeutralGradient's first estimate", error.Message, StringComparison.Ordinal);
        Assert.Equal(error.Message, Assert.Throws<CommandException>(() => Optim.Pgp(optimizer, dim: 1)).Message);
    }

    [Fact]
    public async Task A_history_records_into_a_variable_and_is_shown_by_its_name()
    {
        using var notebook = new SampleNotebook();
        await CommandCatalog.RunAsync(notebook.Session, "#!optim history opt --every 1 --level business --as h");
        notebook.Step();
        notebook.Step();

        Assert.Equal(2, notebook.Get<History>("h").Samples);
        await CommandCatalog.RunAsync(notebook.Session, "#!optim history h");
        Assert.Contains("2 samples", notebook.Session.Displays[^1].Values[^1].ToString(), StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => Optim.History(notebook.Optimizer));
    }

    [Fact]
    public async Task A_trace_records_the_steps_and_the_parameter_it_is_told()
    {
        using var notebook = new SampleNotebook();
        await CommandCatalog.RunAsync(notebook.Session, "#!optim trace opt --parameter 0.weight --as t");
        notebook.Step();
        notebook.Step();

        var step = Assert.Single(notebook.Get<StepTrace>("t").Steps);
        Assert.Equal("0.weight", Assert.Single(step.Parameters).Name);
        using var second = Optim.Trace(notebook.Optimizer, steps: 2, "0.bias");
        notebook.Step();
        Assert.Equal("0.bias", Assert.Single(second.Steps[0].Parameters).Name);
    }

    [Fact]
    public async Task Diagnostics_watch_the_model_from_the_command_on()
    {
        using var notebook = new SampleNotebook();
        await CommandCatalog.RunAsync(notebook.Session, "#!optim diagnose model --as d");
        notebook.Step();

        Assert.Equal(1, Optim.Diagnose(notebook.Get<TensorDiagnostics>("d")).Passes);
        using var twin = Optim.Diagnose(notebook.Get<Sequential>("model"));
        Assert.Equal(0, twin.Collect().Passes);
    }

    [Fact]
    public async Task A_seed_makes_torch_draw_the_same_numbers_and_threads_are_set()
    {
        using var session = new FakeSession();
        using var state = get_rng_state();
        var threads = get_num_threads();
        try
        {
            await CommandCatalog.RunAsync(session, "#!optim seed 7");
            using var first = randn(3);
            Optim.Seed(7);
            using var second = randn(3);
            await CommandCatalog.RunAsync(session, "#!optim threads 1");

            Assert.Equal(first.Doubles(), second.Doubles());
            Assert.Equal(1, get_num_threads());
        }
        finally
        {
            set_num_threads(threads);
            set_rng_state(state);
        }
    }

    [Fact]
    public async Task A_device_is_left_in_a_variable()
    {
        using var session = new FakeSession();
        await CommandCatalog.RunAsync(session, "#!optim device cpu --as where");

        Assert.Equal(DeviceType.CPU, Assert.IsType<Device>(session.Variables["where"]).type);
        Assert.Equal(cuda.is_available() ? DeviceType.CUDA : DeviceType.CPU, Optim.Device().type);
    }

    [Fact]
    public async Task Files_are_written_whole_where_told_and_encoded_and_replaced_only_on_demand()
    {
        using var notebook = new SampleNotebook();
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Root, "a <b>.html");
        var line = $"#!optim export opt --to {System.Text.Json.JsonSerializer.Serialize(file)}";
        await CommandCatalog.RunAsync(notebook.Session, line);

        Assert.Contains("&lt;b&gt;", ((OptimNotebookExt.Views.View)notebook.Session.Displays[^1].Values[^1]).ToHtml(), StringComparison.Ordinal);
        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Contains(Optim.Show(notebook.Optimizer).ToHtml(), File.ReadAllText(file), StringComparison.Ordinal);
        await Assert.ThrowsAsync<CommandException>(() => CommandCatalog.RunAsync(notebook.Session, line));
        await CommandCatalog.RunAsync(notebook.Session, line + " --overwrite");
        Assert.Equal(file, Optim.Export(notebook.Optimizer, file, overwrite: true));
        Assert.Equal([file], Directory.GetFileSystemEntries(folder.Root));
    }

    [Fact]
    public void An_exported_history_and_result_can_be_read_again()
    {
        using var notebook = new SampleNotebook();
        using var folder = new TemporaryFolder();
        var csv = Optim.Export(notebook.Get<History>("history"), Path.Combine(folder.Root, "h.csv"));
        var json = Optim.Export(notebook.Get<EveCainResults>("results"), Path.Combine(folder.Root, "r.json"));

        Assert.Equal(notebook.Get<History>("history").Samples, History.LoadCsv(csv).Steps.Length);
        Assert.Equal([3, 2, 1], EveCainResults.Load(json).Runs[0].AvgLoss);
    }
}
