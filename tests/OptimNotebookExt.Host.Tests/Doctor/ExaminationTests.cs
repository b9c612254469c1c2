using System.Text.Json;
using OptimNotebookExt.Host.Doctor;
using OptimNotebookExt.Host.Verbs;

namespace OptimNotebookExt.Host.Tests.Doctor;

public sealed class ExaminationTests
{
    private static readonly MachineFacts Sound = new()
    {
        System = "Debian GNU/Linux 13 (trixie)",
        IsLinuxX64 = true,
        StandardLibrary = "/usr/lib/x86_64-linux-gnu/libstdc++.so.6",
        HasSymbol = true,
        Libtorch = "2.10.0",
        LoadedLibraries = ["/opt/app/libtorch_cpu.so", "/opt/app/libLibTorchSharp.so"],
        Threads = 2,
        Processors = 2,
    };

    [Fact]
    public void A_sound_machine_has_no_failure() => Assert.DoesNotContain(Examination.Run(Sound), f => f.State == Finding.Failed);

    [Theory]
    [InlineData("Debian GNU/Linux 12 (bookworm)", "./run.sh --setup")]
    [InlineData("Ubuntu 22.04.5 LTS", "Ubuntu 24.04")]
    public void An_old_libstdc_is_named_with_the_remedy(string system, string remedy)
    {
        var findings = Examination.Run(Sound with { System = system, HasSymbol = false, BackendError = "Unable to load shared library" }).ToArray();

        var finding = Assert.Single(findings, f => f.Subject == "libstdc++");
        Assert.Equal(Finding.Failed, finding.State);
        Assert.Contains(StandardLibraryCheck.Symbol, finding.Text, StringComparison.Ordinal);
        Assert.Contains(remedy, finding.Text, StringComparison.Ordinal);
        Assert.Contains(findings, f => f is { Subject: "libtorch", State: Finding.Failed });
    }

    [Fact]
    public void A_missing_backend_is_named_with_the_package_that_brings_it() =>
        Assert.Contains("TorchSharp-cpu", BackendCheck.Of(Sound with { BackendError = "Unable to load shared library 'LibTorchSharp'" }).Text, StringComparison.Ordinal);

    [Fact]
    public void A_libtorch_of_the_system_beside_ours_is_a_failure()
    {
        var finding = ShadowCheck.Of(Sound with { LoadedLibraries = [.. Sound.LoadedLibraries, "/usr/lib/x86_64-linux-gnu/libtorch_cpu.so.1.13"] });

        Assert.Equal(Finding.Failed, finding!.State);
        Assert.Contains("/usr/lib/x86_64-linux-gnu", finding.Text, StringComparison.Ordinal);
        Assert.Null(ShadowCheck.Of(Sound));
    }

    [Fact]
    public void More_threads_than_processors_are_noted_with_the_number_to_set()
    {
        Assert.Contains("OMP_NUM_THREADS=2", ThreadsCheck.Of(Sound with { Threads = 64 })!.Text, StringComparison.Ordinal);
        Assert.Null(ThreadsCheck.Of(Sound));
    }

    [Fact]
    public void Kernels_that_a_device_does_not_take_are_noted_with_the_reason()
    {
        var wanting = Sound with { WantsKernels = true };
        Assert.Null(KernelsCheck.Of(Sound));
        Assert.Contains("sees no CUDA device", KernelsCheck.Of(wanting)!.Text, StringComparison.Ordinal);
        Assert.Contains("OPTIM_CUDA_KERNELS=1", KernelsCheck.Of(Sound with { IsCudaAvailable = true })!.Text, StringComparison.Ordinal);

        var device = wanting with { IsCudaAvailable = true, Kernels = new Dictionary<string, string?> { ["Cain, cuda:0, Float32"] = null, ["Eve, cuda:0, Float32"] = "NVRTC was not found." } };
        var (state, text) = (KernelsCheck.Of(device)!.State, KernelsCheck.Of(device)!.Text);
        Assert.Equal(("note", "Batched operations take the place of fused kernels (Eve, cuda:0, Float32): NVRTC was not found."), (state, text));

        var good = KernelsCheck.Of(device with { Kernels = new Dictionary<string, string?> { ["Cain, cuda:0, Float32"] = null } })!;
        Assert.Equal("ok", good.State);
        Assert.Contains("Cain, cuda:0, Float32", good.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, false, false, "ok", "no NVIDIA driver")]
    [InlineData(true, false, false, "note", "--device cuda")]
    [InlineData(true, true, false, "note", "nvidia-smi")]
    [InlineData(true, true, true, "ok", "available")]
    public void Cuda_is_explained(bool driver, bool backend, bool available, string state, string text)
    {
        var finding = CudaCheck.Of(Sound with { HasNvidiaDriver = driver, HasCudaBackend = backend, IsCudaAvailable = available })!;

        Assert.Equal(state, finding.State);
        Assert.Contains(text, finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void This_machine_is_read_and_written_as_JSON()
    {
        using var output = new StringWriter();

        Assert.Equal(0, DoctorVerb.Create().Parse(["--json"]).Invoke(new() { Output = output }));

        using var json = JsonDocument.Parse(output.ToString());
        Assert.Contains(json.RootElement.EnumerateArray(), f => f.GetProperty("subject").GetString() == "libtorch" && f.GetProperty("state").GetString() == "ok");
        var facts = MachineFacts.Read();
        Assert.Null(facts.BackendError);
        Assert.True(!facts.IsLinuxX64 || facts is { HasSymbol: true, LoadedLibraries.Count: > 1 });
    }
}
