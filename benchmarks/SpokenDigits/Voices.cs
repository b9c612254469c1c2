namespace SpokenDigits;

/// <summary>Who speaks. A voice of espeak-ng is an accent with a variant, which changes pitch, formants and voicing; variants are either for training or held out.</summary>
internal static class Voices
{
    /// <summary>The accents of English that espeak-ng has without further packages, in both parts.</summary>
    internal static IReadOnlyList<string> Accents { get; } = ["en-us", "en-gb", "en-gb-x-rp", "en-gb-scotland", "en-029", "en-gb-x-gbclan", "en-gb-x-gbcwmd", "en-us-nyc"];

    /// <summary>Variants to train on; those with extreme formants or pitches (zac, a child; shelby; Andy; steph2; travis) are here, so that those held out lie between them.</summary>
    internal static IReadOnlyList<string> Training { get; } =
    [
        "m1", "m2", "m3", "m4", "m5", "f1", "f2", "f3", "Alex", "Alicia", "Andrea", "Andy", "Denis", "Diogo", "Gene", "Gene2", "Hugo",
        "Jacky", "Lee", "Marco", "Mario", "Nguyen", "anika", "antonio", "aunty", "belinda", "boris", "ed", "grandma", "gustave", "iven", "iven2",
        "john", "marcelo", "max", "michel", "miguel", "norbert", "pablo", "robert", "sandro", "shelby", "steph", "steph2", "travis", "victor", "zac",
    ];

    /// <summary>Variants that no training utterance, and no babble behind one, is spoken by.</summary>
    internal static IReadOnlyList<string> HeldOut { get; } =
        ["m6", "m7", "m8", "f4", "f5", "Annie", "Mike", "Michael", "linda", "paul", "quincy", "rob", "Henrique", "pedro"];
}
