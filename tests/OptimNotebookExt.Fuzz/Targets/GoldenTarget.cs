using OptimNotebookExt.Fuzz.Mutations;
using OptimNotebookExt.Replay;

namespace OptimNotebookExt.Fuzz.Targets;

/// <summary>Golden files: trajectories of every optimizer, kernels, Eden, models and pairs; read and replayed whole, so they are made small.</summary>
internal sealed class GoldenTarget : FuzzTarget
{
    private static readonly JsonText[] s_seeds = [.. GoldenSeeds.All().Select(s => new JsonText(s))];

    internal override string Name => "golden";

    internal override byte[] Make(FuzzRandom random) => JsonMutator.Change(random.Pick(s_seeds), s_seeds, random);

    internal override bool Read(byte[] input)
    {
        try
        {
            using var stream = new MemoryStream(input, writable: false);
            return GoldenReplay.Run(stream, "golden.json").Count >= 0;
        }
        catch (InvalidDataException e)
        {
            return Refused(e);
        }
    }
}
