namespace OptimNotebookExt.Experiments.EveCain;

/// <summary>
/// The generator behind Python's <c>random</c>, MT19937 of Matsumoto and Nishimura (1998), seeded with a whole number
/// as <c>random.seed(n)</c> does.
/// </summary>
internal sealed class MersenneTwister
{
    private const int Size = 624;
    private const int Shift = 397;

    private readonly uint[] state = new uint[Size];
    private int next = Size;

    internal MersenneTwister(long seed)
    {
        var magnitude = seed < 0 ? 0UL - (ulong)seed : (ulong)seed;
        uint[] key = magnitude >> 32 == 0 ? [(uint)magnitude] : [(uint)magnitude, (uint)(magnitude >> 32)];
        SeedByNumber(19650218);
        var (i, j) = (1, 0);
        for (var k = Size; k > 0; k--)
        {
            state[i] = (state[i] ^ Previous(i) * 1664525) + key[j] + (uint)j;
            j = (j + 1) % key.Length;
            Advance(ref i);
        }
        for (var k = Size - 1; k > 0; k--)
        {
            state[i] = (state[i] ^ Previous(i) * 1566083941) - (uint)i;
            Advance(ref i);
        }
        state[0] = 0x80000000;
    }

    /// <summary>Python's <c>random.randint(0, maximum)</c>, for a maximum below 2³².</summary>
    internal long NextAtMost(long maximum)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maximum);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(maximum, uint.MaxValue);
        var bits = 64 - System.Numerics.BitOperations.LeadingZeroCount((ulong)maximum + 1);
        long number;
        do
            number = NextWord() >> (32 - bits);
        while (number > maximum);
        return number;
    }

    private uint NextWord()
    {
        if (next == Size)
            Refill();
        var y = state[next++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9D2C5680;
        y ^= (y << 15) & 0xEFC60000;
        return y ^ (y >> 18);
    }

    private void Refill()
    {
        for (var i = 0; i < Size; i++)
        {
            var y = (state[i] & 0x80000000) | (state[(i + 1) % Size] & 0x7FFFFFFF);
            state[i] = state[(i + Shift) % Size] ^ (y >> 1) ^ ((y & 1) == 0 ? 0 : 0x9908B0DF);
        }
        next = 0;
    }

    private void SeedByNumber(uint seed)
    {
        state[0] = seed;
        for (var i = 1; i < Size; i++)
            state[i] = Previous(i) * 1812433253 + (uint)i;
    }

    private uint Previous(int i) => state[i - 1] ^ (state[i - 1] >> 30);

    private void Advance(ref int i)
    {
        if (++i < Size)
            return;
        state[0] = state[Size - 1];
        i = 1;
    }
}
