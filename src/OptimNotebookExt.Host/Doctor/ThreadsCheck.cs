using System.Globalization;

namespace OptimNotebookExt.Host.Doctor;

/// <summary>More threads than processors make every step slower.</summary>
internal static class ThreadsCheck
{
    internal static Finding? Of(MachineFacts facts) => facts.BackendError is not null || facts.Threads <= facts.Processors ? null : Finding.Note(
        "threads",
        string.Create(CultureInfo.InvariantCulture, $"libtorch would use {facts.Threads} threads on {facts.Processors} processors: set OMP_NUM_THREADS={facts.Processors}, or call torch.set_num_threads({facts.Processors})"));
}
