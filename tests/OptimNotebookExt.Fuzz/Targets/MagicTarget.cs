using OptimNotebookExt.Commands;
using OptimNotebookExt.Fuzz.Mutations;
using OptimNotebookExt.Host.Sessions;
using OptimNotebookExt.Host.Sessions.Magics;

namespace OptimNotebookExt.Fuzz.Targets;

/// <summary>Lines of magic commands: read and completed at a caret, and one in eight as a line of a cell. Nothing is run.</summary>
internal sealed class MagicTarget : FuzzTarget
{
    private static readonly string[] s_seeds = [.. CommandCatalog.All.Select(c => c.Example), "#!optim", "#!time", "#!whos", "#!optim compare --optimizers Eve,Cain --steps 100"];
    private static readonly string[] s_words = [.. CommandCatalog.All.Select(c => c.Name), .. CommandCatalog.All.SelectMany(c => c.Parameters).Select(p => p.Name).Distinct(), .. PlainSession.Names, "1", "2", "0", "cpu", "Cain", "0.weight", "Svd", "\"x y\"", " ", "\t"];

    private readonly PlainSession _session = new();

    internal override string Name => "magics";

    internal override byte[] Make(FuzzRandom random) => Utf16.Bytes(TextMutator.Change(random.Pick(s_seeds), s_words, random));

    internal override bool Read(byte[] input)
    {
        var line = Utf16.Text(input);
        // A caret that the line determines.
        var position = line.Sum(c => c) % (line.Length + 1);
        foreach (var completion in CommandCatalog.Complete(_session, line, position))
        {
            if (completion.Start < 0 || completion.Start > position || completion.Start + completion.Length > line.Length || completion.Text.Length == 0)
                throw new FuzzFindingException($"a completion that replaces {completion.Length} characters from {completion.Start} of {line.Length}");
        }
        if (line.Length % 8 == 0)
            ReadCell(line);
        return Parse(line);
    }

    private static bool Parse(string line)
    {
        try
        {
            if (!CommandCatalog.IsCommand(line))
                return false;
            var tokens = CommandToken.Split(line);
            if (tokens.Count < 2 || CommandCatalog.Find(tokens[1].Raw) is not { } command)
                return false;
            var arguments = CommandArguments.Parse(command, line[tokens[1].End..]);
            foreach (var parameter in command.Parameters.Where(p => arguments.Has(p.Name)))
                _ = arguments.List(parameter.Name);
            return true;
        }
        catch (CommandException e)
        {
            if (e.Message.Length > 1000 || e.Message.Any(c => char.IsControl(c) || char.IsSurrogate(c)))
                throw new FuzzFindingException("the error is not one readable line", e);
            return Refused(e);
        }
    }

    /// <summary>As the session finds magics in a cell.</summary>
    private static void ReadCell(string line)
    {
        foreach (var part in CellSource.Parse($"var n = 1;\n{line}\nn").Parts)
        {
            if (part.Magic is { } magic)
                _ = MagicCatalog.Split(magic.Text);
        }
    }
}
