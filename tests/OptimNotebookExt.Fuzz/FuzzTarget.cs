namespace OptimNotebookExt.Fuzz;

/// <summary>Something that reads what comes from outside. An object is for one thread.</summary>
internal abstract class FuzzTarget
{
    /// <summary>A word for the command line and the folder of the corpus.</summary>
    internal abstract string Name { get; }

    /// <summary>An input, made from real ones by changes.</summary>
    internal abstract byte[] Make(FuzzRandom random);

    /// <summary>Reads an input; whether it was taken. Refusals with the exceptions that the reader states count as not taken; whatever else is thrown is a finding.</summary>
    /// <exception cref="FuzzFindingException">The reader took something it must not take, or changed what it must not change.</exception>
    internal abstract bool Read(byte[] input);

    /// <summary>A refusal must say something.</summary>
    private protected static bool Refused(Exception e) =>
        string.IsNullOrWhiteSpace(e.Message) ? throw new FuzzFindingException($"{e.GetType().Name} without a message", e) : false;
}
