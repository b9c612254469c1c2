using System.Text.RegularExpressions;
using OptimNotebookExt.Views;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace OptimNotebookExt.Tests.Views;

public sealed partial class ModuleViewTests
{
    [Fact]
    public void Sizes_in_half_precision_do_not_overflow()
    {
        using var module = new Held(full([2, 3], 1000, dtype: ScalarType.Float16));
        Assert.Contains("[2, 3]  6  1000  Float16 on cpu", Text(module), StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_parameter_and_one_without_values_have_no_rms()
    {
        using var none = new Held(zeros([0, 3]));
        Assert.Contains("[0, 3]  0  –  Float32 on cpu", Text(none), StringComparison.Ordinal);
        using var meta = new Held(empty([2, 3], device: new Device("meta")));
        Assert.Contains("[2, 3]  6  –  Float32 on meta", Text(meta), StringComparison.Ordinal);
    }

    [Fact]
    public void A_disposed_module_says_so()
    {
        var module = new Held(ones([2, 3]));
        module.Dispose();
        Assert.Contains("disposed", View.Of(module)!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_is_not_finite_is_shown_as_such()
    {
        using var module = new Held(tensor([1f, float.NaN]));
        Assert.Contains("[2]  2  NaN", Text(module), StringComparison.Ordinal);
    }

    private static string Text(nn.Module module) => Padding().Replace(new ModuleView(module).ToString(), "  ");

    [GeneratedRegex(" {3,}")]
    private static partial Regex Padding();

    private sealed class Held : nn.Module
    {
        internal Held(Tensor value)
            : base(nameof(Held)) => register_parameter("held", new Parameter(value));
    }
}
