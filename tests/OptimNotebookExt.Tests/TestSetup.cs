using System.Runtime.CompilerServices;
using TorchSharp;

namespace OptimNotebookExt.Tests;

/// <summary>One libtorch thread for all tests, so that they run side by side and give the same numbers everywhere.</summary>
internal static class TestSetup
{
#pragma warning disable CA2255 // a test assembly is an application
    [ModuleInitializer]
    internal static void Initialize() => torch.set_num_threads(1);
#pragma warning restore CA2255
}
