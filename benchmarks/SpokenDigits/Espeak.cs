using System.Buffers.Binary;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace SpokenDigits;

/// <summary>espeak-ng, run as a program.</summary>
internal static class Espeak
{
    /// <summary>Samples a second of what it speaks.</summary>
    internal const int SampleRate = 22050;

    private const int WavHeader = 44;

    /// <summary>Its version, for example <c>1.51</c>; null where it is not installed.</summary>
    internal static string? Version
    {
        get
        {
            try
            {
                // eSpeak NG text-to-speech: 1.51  Data at: …
                var words = System.Text.Encoding.UTF8.GetString(Run("--version")).Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
                return words.Length > 3 ? words[3] : null;
            }
            catch (Win32Exception)
            {
                return null;
            }
        }
    }

    /// <summary>Speech as numbers in [-1, 1).</summary>
    internal static double[] Speak(string voice, int speed, int pitch, string words)
    {
        var wav = Run("-v", voice, "-s", Text(speed), "-p", Text(pitch), "--stdout", words);
        if (wav.Length <= WavHeader || BinaryPrimitives.ReadInt32LittleEndian(wav.AsSpan(24)) != SampleRate || BinaryPrimitives.ReadInt16LittleEndian(wav.AsSpan(34)) != 16)
            throw new InvalidDataException($"espeak-ng -v {voice}: gave no speech of {SampleRate} Hz and 16 bits; is the voice installed?");
        var samples = new double[(wav.Length - WavHeader) / 2];
        for (var i = 0; i < samples.Length; i++)
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(wav.AsSpan(WavHeader + 2 * i)) / 32768.0;
        return samples;
    }

    private static byte[] Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("espeak-ng", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        return process.ExitCode == 0
            ? output.ToArray()
            : throw new InvalidDataException($"espeak-ng {string.Join(' ', arguments)}: exit code {process.ExitCode}.");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
