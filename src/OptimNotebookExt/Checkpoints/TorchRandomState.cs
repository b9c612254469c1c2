using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace OptimNotebookExt.Checkpoints;

/// <summary>The state of torch's generator on the CPU as a text.</summary>
internal static class TorchRandomState
{
    internal static string Save()
    {
        using var state = get_rng_state();
        return Convert.ToBase64String(state.bytes);
    }

    /// <summary>Reads a state and tries it, so that nothing can fail any more; the generator stays where it is.</summary>
    /// <returns>What puts the generator there; good as long as the caller's dispose scope.</returns>
    /// <exception cref="InvalidDataException">The text is no such state.</exception>
    internal static Action Prepare(string text)
    {
        using var before = get_rng_state();
        var bytes = new byte[before.numel()];
        if (!Convert.TryFromBase64String(text, bytes, out var length) || length != bytes.Length)
            throw new InvalidDataException($"torch_random_state is no state of torch's generator, which takes {bytes.Length} bytes in base64.");
        var state = tensor(bytes);
        try
        {
            set_rng_state(state);
        }
        catch (ExternalException e)
        {
            throw new InvalidDataException("torch_random_state is refused by torch.", e);
        }
        finally
        {
            set_rng_state(before);
        }
        return () => set_rng_state(state);
    }
}
