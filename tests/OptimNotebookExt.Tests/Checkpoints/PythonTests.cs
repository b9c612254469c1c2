using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using OptimNotebookExt.Tests.Contract;

namespace OptimNotebookExt.Tests.Checkpoints;

/// <summary>The file is the field's own format: Python reads it with twenty lines and no package.</summary>
public sealed class PythonTests
{
    [PythonFact]
    public void Python_reads_every_number_of_a_checkpoint()
    {
        using var file = new TemporaryFile("run.safetensors");
        using var run = new SavedRun(ContractCase.Of("NeutralGradient/Reference/Float64/cpu"));
        run.Run(23);
        run.Save(file.Path);

        using var read = JsonDocument.Parse(Python(Repository.Path("tests", "OptimNotebookExt.Tests", "Checkpoints", "read_safetensors.py"), file.Path));

        var tensors = read.RootElement.GetProperty("tensors");
        foreach (var state in run.Optimizer.States)
        {
            AssertSame(tensors.GetProperty($"{state.Name}/parameter"), state.Shape, state.Parameter.Doubles());
            foreach (var name in state.TensorNames)
                AssertSame(tensors.GetProperty($"{state.Name}/{name}"), state[name].shape, state[name].Doubles());
        }
        var metadata = read.RootElement.GetProperty("metadata");
        Assert.Equal("NeutralGradient", metadata.GetProperty("optimizer").GetString());
        using var parameters = JsonDocument.Parse(metadata.GetProperty("parameters").GetString()!);
        Assert.Equal(run.Optimizer.States[3].Step, parameters.RootElement.GetProperty("p3").GetProperty("counts").GetProperty("step").GetInt64());
    }

    private static void AssertSame(JsonElement tensor, long[] shape, double[] values)
    {
        Assert.Equal(shape, tensor.GetProperty("shape").EnumerateArray().Select(n => n.GetInt64()));
        Assert.Equal(values, tensor.GetProperty("values").EnumerateArray().Select(n => double.Parse(n.GetString()!, CultureInfo.InvariantCulture)));
    }

    private static string Python(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("python3", arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
