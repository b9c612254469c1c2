namespace OptimNotebookExt.Host;

/// <summary>How this program is started once more, and how it then ends.</summary>
internal static class OwnProgram
{
    /// <summary>The program itself, or <c>dotnet</c> with this assembly where it was started so.</summary>
    internal static (string Program, IReadOnlyList<string> First) Start { get; } = Find();

    /// <summary>Cancelled by the token, and when the process that started this one closes our input: when it is stopped, and when it dies.</summary>
    internal static CancellationTokenSource StopWithStarter(CancellationToken stop)
    {
        var both = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var input = Console.OpenStandardInput();
        _ = Task.Run(
            async () =>
            {
                while (await input.ReadAsync(new byte[16], CancellationToken.None).ConfigureAwait(false) > 0)
                {
                }
                await both.CancelAsync().ConfigureAwait(false);
            },
            CancellationToken.None);
        return both;
    }

    private static (string, IReadOnlyList<string>) Find()
    {
        var path = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(path).ToLowerInvariant() switch
        {
            "optimnb" => (path, []),
            "dotnet" => (path, [typeof(OwnProgram).Assembly.Location]),
            _ => ("dotnet", [typeof(OwnProgram).Assembly.Location]),
        };
    }
}
