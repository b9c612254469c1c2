using System.Globalization;
using System.Text.Json;
using OptimNotebookExt.Optimizers;
using OptimNotebookExt.Projections;
using TorchSharp;
using static TorchSharp.torch;

namespace OptimNotebookExt.Replay;

/// <summary>Replays <c>kernel__misc.json</c>: smoothing, covariances, coordinates, scales, speed-up periods and the meta-gradient.</summary>
internal static class KernelReplay
{
    private static readonly Dictionary<string, Action<JsonElement, Check>> Kernels = new()
    {
        ["smooth_param_diag_var"] = (k, check) => check.Compare("output", ProjectionReplay.Smoothing(k).Apply(check.Vector("input"))),
        ["get_param_cov"] = (k, check) => check.Compare("output", Axes.Covariance(check.X(), k.Field("dim").GetInt32())),
        ["multiply_on_dim"] = (k, check) => check.Compare("output", Axes.Multiply(check.X(), check.Square("M"), k.Field("dim").GetInt32())),
        ["change_coordinates"] = ChangeCoordinates,
        ["estimate_param_diag_vars"] = ParamDiagVars,
        ["lg_meta_grad"] = MetaGrad,
        ["lg_update_lr"] = UpdateLr,
    };

    internal static IEnumerable<ReplayResult> Run(JsonElement golden, Device device) => GoldenJson.Dtypes.Select(dtype =>
    {
        var comparison = new Comparison();
        foreach (var (name, run) in Kernels)
        {
            foreach (var (kernel, i) in golden.Field(name).EnumerateArray().Select((k, i) => (k, i)))
            {
                using var scope = torch.NewDisposeScope();
                run(kernel, new Check(kernel, $"{name}[{i}]", comparison, dtype.Type, device));
            }
        }
        foreach (var (kernel, i) in golden.Field("speedup_periods").EnumerateArray().Select((k, i) => (k, i)))
        {
            if (kernel.Field("dtype").GetString() == dtype.Suffix)
                Speedup(kernel, $"speedup_periods[{i}]", comparison, dtype.Type, device);
        }
        return comparison.Result(dtype.Name);
    });

    private static void ChangeCoordinates(JsonElement kernel, Check check)
    {
        var projections = ByAxis(kernel.Field("projs"), e => e.EnumerateArray().First().ValueKind == JsonValueKind.Array
            ? check.Square(e)
            : e.ToTensor(check.Type, e.GetArrayLength()).to(check.Device));
        check.Compare("forward", Axes.Multiply(check.X(), projections.Keys, d => projections[d]));
        check.Compare("backward", Axes.Multiply(check.X(), projections.Keys, d => projections[d].ndim == 1 ? projections[d] : projections[d].t()));
    }

    private static void ParamDiagVars(JsonElement kernel, Check check)
    {
        var (output, x) = (kernel.Field("output"), check.X());
        int[] axes = [.. output.EnumerateObject().Select(Axis).Order()];
        if (axes.Any(a => a < 0 || a >= x.ndim))
            throw new InvalidDataException($"the axes {string.Join(", ", axes)} are not all in the shape [{string.Join(", ", x.shape)}].");
        var variances = ParameterScale.Variances(
            x, axes, kernel.Field("eps_sq_abs").GetDouble(), kernel.Field("param_rel_eps").GetDouble());
        foreach (var property in output.EnumerateObject())
            check.Compare("output." + property.Name, property.Value, variances[Axis(property)]);
    }

    private static void MetaGrad(JsonElement kernel, Check check)
    {
        var meta = MetaGradient.Compute(
            check.X("exp_avg"), check.X("grad"),
            ByAxis(kernel.Field("lr"), check.Square), ByAxis(kernel.Field("grad_cov"), check.Square))
            ?? throw new InvalidDataException("lr and grad_cov give no matrix for any axis.");
        check.Compare("moving_d", meta.MovingD);
        check.Compare("q", meta.Q);
        foreach (var property in kernel.Field("M").EnumerateObject())
            check.Compare("M." + property.Name, property.Value, meta.M[Axis(property)]);
    }

    private static void UpdateLr(JsonElement kernel, Check check)
    {
        var (lr, m) = (check.Square("lr_mat"), check.Square("M"));
        // What matmul refuses ends the process: TorchSharp 0.107.0 does not catch its errors.
        if (!lr.shape.SequenceEqual(m.shape))
            throw new InvalidDataException($"M is {m.shape[0]} × {m.shape[0]}, but lr_mat {lr.shape[0]} × {lr.shape[0]}.");
        check.Compare("output", MetaGradient.UpdateLr(lr, m, kernel.Field("meta_lr").GetDouble(), kernel.Field("symmetrize").GetBoolean(), kernel.Field("meta_lr_twice").GetBoolean()));
    }

    private static void Speedup(JsonElement kernel, string where, Comparison comparison, ScalarType type, Device device)
    {
        using var scope = torch.NewDisposeScope();
        var products = kernel.Field("grad_times_step").ToTensor(type, -1).to(device);
        var periods = SpeedupPeriods.Compute(products, kernel.Field("lr_for_speedup").GetDouble(), kernel.Field("lr").GetDouble());
        var expected = kernel.Field("periods") is { ValueKind: JsonValueKind.Array } given ? given.Longs() : [.. periods.Select(_ => 1L)];
        comparison.Require($"{where}: {string.Join(",", periods)} instead of {string.Join(",", expected)}", periods.SequenceEqual(expected));
    }

    private static Dictionary<int, Tensor> ByAxis(JsonElement element, Func<JsonElement, Tensor> read) =>
        element.EnumerateObject().ToDictionary(Axis, p => read(p.Value));

    private static int Axis(JsonProperty property) => int.Parse(property.Name, CultureInfo.InvariantCulture);

    /// <summary>One case of a kernel: its inputs as tensors, its outputs to compare with.</summary>
    private sealed record Check(JsonElement Kernel, string Name, Comparison Comparison, ScalarType Type, Device Device)
    {
        private double Tolerance => Type == ScalarType.Float64 ? 1e-11 : 2e-5;

        internal Tensor X(string field = "x") => Kernel.Field(field).ToTensor(Type, Kernel.Field("shape").Longs()).to(Device);

        internal Tensor Vector(string field) => Kernel.Field(field).ToTensor(Type, -1).to(Device);

        internal Tensor Square(string field) => Square(Kernel.Field(field));

        internal Tensor Square(JsonElement matrix) => matrix.ToSquare(Type).to(Device);

        internal void Compare(string field, Tensor actual) => Compare(field, Kernel.Field(field), actual);

        internal void Compare(string what, JsonElement expected, Tensor actual) =>
            Comparison.Add($"{Name}.{what}", expected.Doubles(), actual, Tolerance);
    }
}
