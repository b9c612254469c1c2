using System.Diagnostics;
using System.Text.Json;

namespace OptimNotebookExt.Tests.Notebooks;

/// <summary>What can be said of the development containers without starting one.</summary>
public sealed class DevcontainerTests
{
    public static TheoryData<string> Configurations => [".devcontainer/devcontainer.json", ".devcontainer/gpu/devcontainer.json"];

    public static TheoryData<string> Scripts =>
    [
        .. Directory.GetFiles(Repository.Path("eng"), "*.sh").Select(f => Path.GetRelativePath(Repository.Root, f)).Order(StringComparer.Ordinal),
        "run.sh", "test.sh", ".ci/run",
    ];

    /// <summary>The properties of the development container specification (containers.dev, devcontainer.json reference).</summary>
    private static readonly string[] s_properties =
    [
        "name", "image", "build", "appPort", "workspaceMount", "workspaceFolder", "runArgs", "forwardPorts", "portsAttributes", "otherPortsAttributes", "containerEnv", "remoteEnv", "remoteUser",
        "containerUser", "updateRemoteUserUID", "userEnvProbe", "overrideCommand", "shutdownAction", "init", "privileged", "capAdd", "securityOpt", "mounts", "features", "overrideFeatureInstallOrder",
        "customizations", "initializeCommand", "onCreateCommand", "updateContentCommand", "postCreateCommand", "postStartCommand", "postAttachCommand", "waitFor", "hostRequirements",
    ];

    [Theory, MemberData(nameof(Configurations))]
    public void It_says_nothing_that_the_specification_does_not_know(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Repository.Path(file)), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });

        Assert.All(json.RootElement.EnumerateObject(), p => Assert.Contains(p.Name, s_properties));
        Assert.All(json.RootElement.GetProperty("build").EnumerateObject(), p => Assert.Contains(p.Name, (string[])["dockerfile", "context", "args", "options", "target", "cacheFrom"]));
        Assert.All(json.RootElement.GetProperty("hostRequirements").EnumerateObject(), p => Assert.Contains(p.Name, (string[])["cpus", "memory", "storage", "gpu"]));
        Assert.All(json.RootElement.GetProperty("customizations").EnumerateObject(), p => Assert.Contains(p.Name, (string[])["codespaces", "vscode"]));
    }

    [Theory, MemberData(nameof(Configurations))]
    public void It_builds_an_image_prepares_the_notebooks_and_opens_the_first(string file)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Repository.Path(file)), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        var root = json.RootElement;
        var folder = Path.GetDirectoryName(Repository.Path(file))!;
        var customizations = root.GetProperty("customizations");

        Assert.True(File.Exists(Path.Combine(folder, root.GetProperty("build").GetProperty("dockerfile").GetString()!)));
        var script = Repository.Path(root.GetProperty("updateContentCommand").GetString()!);
        Assert.True(File.Exists(script));
        if (!OperatingSystem.IsWindows())
            Assert.True(File.GetUnixFileMode(script).HasFlag(UnixFileMode.UserExecute));
        Assert.Contains("ms-toolsai.jupyter", customizations.GetProperty("vscode").GetProperty("extensions").EnumerateArray().Select(e => e.GetString()));
        Assert.All(
            customizations.GetProperty("codespaces").GetProperty("openFiles").EnumerateArray().Select(e => e.GetString()!),
            open => Assert.True(File.Exists(Repository.Path(open)), open));
        Assert.Equal(file.Contains("gpu", StringComparison.Ordinal), root.GetProperty("hostRequirements").TryGetProperty("gpu", out _));
    }

    [Theory, MemberData(nameof(Scripts))]
    public void Its_scripts_can_be_read_by_the_shell(string script)
    {
        if (OperatingSystem.IsWindows())
            return;
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-n", Repository.Path(script)]) { RedirectStandardError = true })!;
        var errors = bash.StandardError.ReadToEnd();
        bash.WaitForExit();

        Assert.Equal("", errors);
        Assert.Equal(0, bash.ExitCode);
    }
}
