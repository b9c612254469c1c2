using SpokenDigits;

namespace OptimNotebookExt.Host.Tests.Experiments;

/// <summary>A fact that needs the espeak-ng that made the committed features.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class EspeakFactAttribute : FactAttribute
{
    private const string Wanted = "1.51";

    public EspeakFactAttribute()
    {
        if (Espeak.Version is var version && version != Wanted)
            Skip = version is null ? "espeak-ng is not installed" : $"espeak-ng is {version}, and the features were made by {Wanted}";
    }
}
