using static TorchSharp.torch;

namespace OptimNotebookExt.Experiments.EveCain;

/// <summary>How far the rows and columns of the trained weights differ in size, and whether they follow the data's magnitudes.</summary>
internal static class WeightMagnitudes
{
    /// <summary>Population standard deviation of the log L2 norms, under the golden files' keys.</summary>
    internal static IReadOnlyDictionary<string, double> LogStddev(EveCainNetwork network, EveCainModelData data)
    {
        using var noTape = no_grad();
        using var scope = NewDisposeScope();
        var (w1, w2) = (Wide(network.W1), Wide(network.W2));
        var (input_magnitudes, output_magnitudes) = (Wide(tensor(data.InputMagnitudes)), Wide(tensor(data.OutputMagnitudes)));
        var (input_col, output_row) = (Norms(w1, 0), Norms(w2, 1));
        return new Dictionary<string, double>
        {
            ["unnorm_input_col"] = Stddev(input_col),
            ["norm_input_col"] = Stddev(input_col * input_magnitudes),
            ["unnorm_0_output_row"] = Stddev(Norms(w1, 1)),
            ["unnorm_2_input_col"] = Stddev(Norms(w2, 0)),
            ["unnorm_2_output_row"] = Stddev(output_row),
            ["norm_output_row"] = Stddev(output_row / output_magnitudes),
        };

        static Tensor Wide(Tensor t) => t.to(ScalarType.Float64).cpu();

        static Tensor Norms(Tensor weight, long dim) => weight.Squared().sum(dim).sqrt();

        static double Stddev(Tensor norms)
        {
            var logs = norms.log();
            return (logs - logs.mean()).Squared().mean().sqrt().ToDouble();
        }
    }
}
