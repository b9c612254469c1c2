using System.Numerics;

namespace OptimNotebookExt.Kernels;

/// <summary>The last elements of an array, fewer than a vector holds, copied to and from a buffer of a vector's size.</summary>
/// <param name="From">First element of the rest.</param>
/// <param name="To">End of the array.</param>
internal readonly unsafe record struct Tail<T>(long From, long To)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal void Load(T* array, T* buffer)
    {
        for (var i = From; i < To; i++)
            buffer[i - From] = array[i];
    }

    internal void Store(T* buffer, T* array)
    {
        for (var i = From; i < To; i++)
            array[i] = buffer[i - From];
    }
}
