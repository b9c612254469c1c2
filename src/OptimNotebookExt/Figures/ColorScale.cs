using System.Globalization;

namespace OptimNotebookExt.Figures;

/// <summary>The colour map of a heat map and the values its ends and its centre stand for.</summary>
public sealed record ColorScale
{
    /// <summary>Describes a colour scale.</summary>
    /// <param name="map">The colours.</param>
    /// <param name="centre">The value in the middle of the map: both ends are then equally far from it. Null: the map runs from the least to the greatest value. A diverging map has centre 0 by default.</param>
    /// <param name="min">The value of the first colour; by default the data's. Values beyond are drawn in the end's colour.</param>
    /// <param name="max">The value of the last colour; by default the data's.</param>
    /// <exception cref="ArgumentException">A number is not finite, or min is not below max.</exception>
    public ColorScale(ColorMap map, double? centre = null, double? min = null, double? max = null)
    {
        Check(centre, nameof(centre));
        Check(min, nameof(min));
        Check(max, nameof(max));
        if (min >= max)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"min = {min} is not below max = {max}: give the smaller limit as min."), nameof(min));
        (Map, Min, Max) = (map, min, max);
        Centre = centre ?? (map == ColorMap.Diverging ? 0 : null);
    }

    /// <summary>Viridis from the least to the greatest value: for magnitudes.</summary>
    public static ColorScale Magnitude { get; } = new(ColorMap.Viridis);

    /// <summary>Diverging around 0: for signed values.</summary>
    public static ColorScale AroundZero { get; } = new(ColorMap.Diverging, 0);

    /// <summary>Diverging around 1: for learning-rate matrices, where 1 means "as without the matrix".</summary>
    public static ColorScale AroundOne { get; } = new(ColorMap.Diverging, 1);

    /// <summary>The colours.</summary>
    public ColorMap Map { get; }

    /// <summary>The value in the middle of the map, or null.</summary>
    public double? Centre { get; }

    /// <summary>The value of the first colour, or null for the data's.</summary>
    public double? Min { get; }

    /// <summary>The value of the last colour, or null for the data's.</summary>
    public double? Max { get; }

    private static void Check(double? value, string argument)
    {
        if (value is { } number && !double.IsFinite(number))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{argument} = {number}: give a finite number or null."), argument);
    }
}
