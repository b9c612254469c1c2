namespace OptimNotebookExt.Figures;

/// <summary>How a heat map turns values into colours; every map also reads in grey and with colour-blind eyes.</summary>
public enum ColorMap
{
    /// <summary>Dark violet to yellow, for magnitudes (viridis, CC0).</summary>
    Viridis,

    /// <summary>Dark blue to yellow, for magnitudes, made for colour-blind eyes (cividis, CC0).</summary>
    Cividis,

    /// <summary>Blue below the centre, pale at it, red above.</summary>
    Diverging,
}
