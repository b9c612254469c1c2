namespace OptimNotebookExt.Figures.Rendering;

/// <summary>The colours of the maps at equal distances; between them they run straight.</summary>
internal static class ColorTables
{
    private static readonly int[] s_viridis =
        [0x440154, 0x482878, 0x3e4989, 0x31688e, 0x26828e, 0x1f9e89, 0x35b779, 0x6ece58, 0xb5de2b, 0xfde725];

    private static readonly int[] s_cividis =
        [0x00204c, 0x002a66, 0x00346e, 0x273f6c, 0x3c4a6b, 0x4c556b, 0x5b5f6d, 0x686a70, 0x757575, 0x838178, 0x928c78, 0xa19876, 0xb0a572, 0xc0b16d, 0xd1bf66, 0xe1cc5c, 0xf3db4f, 0xffe945];

    /// <summary>ColorBrewer's RdBu (Apache-2.0) from blue to red.</summary>
    private static readonly int[] s_diverging =
        [0x053061, 0x2166ac, 0x4393c3, 0x92c5de, 0xd1e5f0, 0xf7f7f7, 0xfddbc7, 0xf4a582, 0xd6604d, 0xb2182b, 0x67001f];

    internal static ReadOnlySpan<int> Stops(ColorMap map) => map switch
    {
        ColorMap.Viridis => s_viridis,
        ColorMap.Cividis => s_cividis,
        ColorMap.Diverging => s_diverging,
        _ => throw new ArgumentOutOfRangeException(nameof(map), map, "not a colour map"),
    };

    /// <summary>The colour at a share from 0 to 1 as 0xrrggbb.</summary>
    internal static int At(ColorMap map, double share)
    {
        var stops = Stops(map);
        var place = Math.Clamp(share, 0, 1) * (stops.Length - 1);
        var left = Math.Min((int)place, stops.Length - 2);
        var (from, to, part) = (stops[left], stops[left + 1], place - left);
        return Mix(from >> 16, to >> 16, part) << 16 | Mix(from >> 8 & 255, to >> 8 & 255, part) << 8 | Mix(from & 255, to & 255, part);
    }

    private static int Mix(int from, int to, double part) => (int)Math.Round(from + (to - from) * part);
}
