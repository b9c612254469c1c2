using OptimNotebookExt.Experiments.EveCain;

namespace OptimNotebookExt.Tests.Experiments;

public class EveCainPresetsTests
{
    [Fact]
    public void Names_are_unique_for_each_optimizer_and_golden_names_are_unique() =>
        Assert.Equal(
            (EveCainPresets.All.Count, EveCainPresets.All.Count),
            (EveCainPresets.All.DistinctBy(p => (p.Optimizer, p.Name)).Count(), EveCainPresets.All.DistinctBy(p => p.GoldenName).Count()));

    [Fact]
    public void Every_golden_run_that_is_ours_has_a_preset()
    {
        var golden = GoldenExperiment.Of(1).Root;
        var names = golden.GetProperty("early").EnumerateObject().Concat(golden.GetProperty("runs").EnumerateObject()).Select(p => p.Name)
            .Where(n => !n.StartsWith("orig_", StringComparison.Ordinal) && !n.EndsWith("_flip", StringComparison.Ordinal));
        Assert.Empty(names.Except(EveCainPresets.All.Select(p => p.GoldenName)));
    }

    [Fact]
    public void Nothing_named_selects_the_test_of_every_optimizer_of_the_package() =>
        Assert.Equal(
            ["Eve/test", "Cain/test", "LearnedGradient/test", "NeutralGradient/test"],
            EveCainPresets.Select([], []).Select(p => p.ToString()));

    [Theory]
    [InlineData("cain", "", "Cain/test")]
    [InlineData("AdamW", "", "AdamW/torch_adamw")]
    [InlineData("", "ng_full", "NeutralGradient/test")]
    [InlineData("", "lg_meta0,ng_diag10", "LearnedGradient/lg_meta0 NeutralGradient/ng_diag10")]
    [InlineData("LearnedGradient", "test,lg_meta0", "LearnedGradient/test LearnedGradient/lg_meta0")]
    public void Names_select_presets(string optimizers, string presets, string selected) =>
        Assert.Equal(selected, string.Join(' ', EveCainPresets.Select(Split(optimizers), Split(presets))));

    [Theory]
    [InlineData("Cane", "", "optimizers", "Cain")]
    [InlineData("", "lg_meta", "presets", "lg_meta0")]
    [InlineData("Eve", "ng_diag10", "presets", "Eve/test")]
    public void Names_that_select_nothing_are_refused_with_those_there_are(string optimizers, string presets, string argument, string listed)
    {
        var error = Assert.Throws<ArgumentException>(() => EveCainPresets.Select(Split(optimizers), Split(presets)));
        Assert.Equal(argument, error.ParamName);
        Assert.Contains(listed, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reference_figures_belong_to_presets_that_exist()
    {
        var rows = EveCainReference.All.Where(r => r.Optimizer is not null).ToArray();
        Assert.All(rows, r => Assert.Contains(EveCainPresets.All, p => (p.Optimizer, p.Name) == (r.Optimizer, r.Preset)));
        Assert.All(EveCainReference.All, r => Assert.InRange(r.Final, r.Minimum, r.Maximum));
        Assert.Equal(9.56, EveCainReference.Find("Cain", "test")?.Final);
    }

    private static string[] Split(string names) => names.Split(',', StringSplitOptions.RemoveEmptyEntries);
}
