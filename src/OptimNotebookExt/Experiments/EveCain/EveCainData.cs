namespace OptimNotebookExt.Experiments.EveCain;

/// <summary>
/// Models and training pairs of the experiment for one seed, as plain numbers: read from a file, or drawn by torch's
/// CPU generator in the order of the draft.
/// </summary>
public sealed class EveCainData
{
    private readonly Func<EveCainModel, EveCainModelData> make;
    private readonly Dictionary<EveCainModel, EveCainModelData> made = [];

    internal EveCainData(long seed, string source, EveCainShape shape, Func<EveCainModel, EveCainModelData> make)
    {
        (Seed, Source, Shape) = (seed, source, shape);
        this.make = make;
    }

    /// <summary>The seed the data were drawn with.</summary>
    public long Seed { get; }

    /// <summary>The file's name, or <c>generated</c>.</summary>
    public string Source { get; }

    /// <summary>Number of training pairs, the steps of an epoch.</summary>
    public int Pairs => Shape.Pairs;

    internal EveCainShape Shape { get; }

    /// <summary>
    /// Draws the data of a seed with a generator of its own, so that torch's global generator stays as it is. The
    /// numbers are those of the draft (which seeds the global one): magnitudes, then from the seed again weights and
    /// pairs. The model kinds have different pairs, because ScaledLinear draws more numbers.
    /// </summary>
    /// <param name="seed">Any number.</param>
    /// <exception cref="TorchBackendException">TorchSharp has no native backend.</exception>
    public static EveCainData Generate(long seed)
    {
        TorchBackend.EnsureLoaded();
        var shape = new EveCainShape();
        return new EveCainData(seed, "generated", shape, model => EveCainGenerator.Generate(seed, model, shape));
    }

    /// <summary>Reads a golden experiment file: its models, pairs and magnitudes, base64 of little-endian float32.</summary>
    /// <param name="path">The JSON file.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is not of that form; the message names file and field.</exception>
    public static EveCainData Load(string path) => EveCainDataReader.Read(path);

    internal EveCainModelData For(EveCainModel model)
    {
        if (!made.TryGetValue(model, out var data))
            made[model] = data = make(model);
        return data;
    }
}
