using System.CommandLine;
using System.Text.Json.Nodes;
using OptimNotebookExt.Host.Kernels.Install;
using OptimNotebookExt.Host.Tests.Reports;
using OptimNotebookExt.Host.Verbs;

namespace OptimNotebookExt.Host.Tests.Kernels;

public sealed class InstallVerbTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_kernelspec_starts_this_program_and_wants_interrupts_as_messages()
    {
        Assert.Equal(0, Install("--alias", ".net-csharp").Code);

        foreach (var name in (string[])["optim-csharp", ".net-csharp"])
        {
            var spec = JsonNode.Parse(File.ReadAllText(Spec(name)))!;
            Assert.Equal("message", (string?)spec["interrupt_mode"]);
            Assert.Equal("C#", (string?)spec["language"]);
            Assert.Equal(["kernel", "--connection-file", "{connection_file}"], spec["argv"]!.AsArray().Select(a => (string?)a).TakeLast(3));
            Assert.True(File.Exists((string?)spec["argv"]!.AsArray()[^4]));
        }
    }

    [Fact]
    public void Installing_again_replaces_our_own()
    {
        Install();
        Assert.Equal(0, Install().Code);
    }

    [Fact]
    public void The_kernel_of_another_program_stays_unless_forced()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Spec(".net-csharp"))!);
        File.WriteAllText(Spec(".net-csharp"), "{\"argv\":[\"dotnet-interactive\"]}");

        var (code, output) = Install("--alias", ".net-csharp");

        Assert.Equal(1, code);
        Assert.Contains("another program", output, StringComparison.Ordinal);
        Assert.Contains("dotnet-interactive", File.ReadAllText(Spec(".net-csharp")), StringComparison.Ordinal);
        Assert.Equal(0, Install("--alias", ".net-csharp", "--force").Code);
        Assert.True(KernelSpec.IsOurs(Spec(".net-csharp")));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("..")]
    [InlineData("a b")]
    [InlineData("")]
    public void A_name_that_is_no_folder_is_refused(string alias) => Assert.Equal(1, Install("--alias", alias).Code);

    private string Spec(string name) => _folder.File($"share/jupyter/kernels/{name}/kernel.json");

    private (int Code, string Output) Install(params string[] arguments)
    {
        var output = new StringWriter();
        var code = InstallVerb.Create().Parse([.. arguments, "--prefix", _folder.Root]).Invoke(new InvocationConfiguration { Output = output, Error = output });
        return (code, output.ToString());
    }
}
