using System.Diagnostics;
using System.Globalization;

namespace OptimNotebookExt.Host.Sessions.Magics;

/// <summary><c>#!time</c>: how long the cell took from there on.</summary>
internal sealed class TimeMagic : IMagic
{
    public string Name => "#!time";

    public string Help => "Says how long the rest of the cell took.";

    public CellError? Run(string arguments, MagicCall call)
    {
        var start = Stopwatch.GetTimestamp();
        call.AtEnd(() =>
        {
            var spent = Stopwatch.GetElapsedTime(start);
            call.Session.Put(new Displayed(MimeBundle.Text(string.Create(CultureInfo.InvariantCulture, $"Wall time: {spent.TotalMilliseconds:0.0} ms")), null));
        });
        return null;
    }
}
