using TorchSharp;

namespace OptimNotebookExt;

/// <summary>The native library behind TorchSharp, which the user's program or notebook brings.</summary>
public static class TorchBackend
{
    private static bool loaded;

    /// <summary>Loads the native library, or says in one message what to add.</summary>
    /// <exception cref="TorchBackendException">No backend is referenced, or the machine's libstdc++ is too old for it.</exception>
    public static void EnsureLoaded()
    {
        if (loaded)
            return;
        var console = Console.Out;
        try
        {
            // TorchSharp prints a trace of some forty lines before it throws; the exception holds what matters.
            Console.SetOut(TextWriter.Null);
            using var probe = torch.zeros(1);
            loaded = true;
        }
        catch (Exception e) when (e is NotSupportedException or DllNotFoundException or TypeInitializationException or EntryPointNotFoundException)
        {
            throw new TorchBackendException(e);
        }
        finally
        {
            Console.SetOut(console);
        }
    }
}
