using System.Globalization;
using System.Text;

namespace OptimNotebookExt.Kernels.Cuda;

/// <summary>NVIDIA's compiler of CUDA C at run time. Needs no device and no driver.</summary>
internal sealed unsafe class Nvrtc
{
    private readonly delegate* unmanaged[Cdecl]<int*, int*, int> version;
    private readonly delegate* unmanaged[Cdecl]<int*, int> archsCount;
    private readonly delegate* unmanaged[Cdecl]<int*, int> archs;
    private readonly delegate* unmanaged[Cdecl]<nint*, byte*, byte*, int, byte**, byte**, int> create;
    private readonly delegate* unmanaged[Cdecl]<nint, int, byte**, int> compile;
    private readonly delegate* unmanaged[Cdecl]<nint, nuint*, int> logSize;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, int> log;
    private readonly delegate* unmanaged[Cdecl]<nint, nuint*, int> ptxSize;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, int> ptx;
    private readonly delegate* unmanaged[Cdecl]<nint*, int> destroy;
    private readonly delegate* unmanaged[Cdecl]<int, byte*> errorName;

    private Nvrtc(NativeFunctions library)
    {
        Name = library.Name;
        NvrtcFiles.LoadBuiltins(Name);
        version = (delegate* unmanaged[Cdecl]<int*, int*, int>)library["nvrtcVersion"];
        archsCount = (delegate* unmanaged[Cdecl]<int*, int>)library["nvrtcGetNumSupportedArchs"];
        archs = (delegate* unmanaged[Cdecl]<int*, int>)library["nvrtcGetSupportedArchs"];
        create = (delegate* unmanaged[Cdecl]<nint*, byte*, byte*, int, byte**, byte**, int>)library["nvrtcCreateProgram"];
        compile = (delegate* unmanaged[Cdecl]<nint, int, byte**, int>)library["nvrtcCompileProgram"];
        logSize = (delegate* unmanaged[Cdecl]<nint, nuint*, int>)library["nvrtcGetProgramLogSize"];
        log = (delegate* unmanaged[Cdecl]<nint, byte*, int>)library["nvrtcGetProgramLog"];
        ptxSize = (delegate* unmanaged[Cdecl]<nint, nuint*, int>)library["nvrtcGetPTXSize"];
        ptx = (delegate* unmanaged[Cdecl]<nint, byte*, int>)library["nvrtcGetPTX"];
        destroy = (delegate* unmanaged[Cdecl]<nint*, int>)library["nvrtcDestroyProgram"];
        errorName = (delegate* unmanaged[Cdecl]<int, byte*>)library["nvrtcGetErrorString"];
        int major, minor;
        Check(version(&major, &minor), "nvrtcVersion");
        Version = (major, minor);
    }

    /// <summary>The file, or the name under which the loader found it.</summary>
    internal string Name { get; }

    internal (int Major, int Minor) Version { get; }

    /// <summary>The compute capabilities it compiles for, such as 90 for 9.0, in ascending order.</summary>
    internal IReadOnlyList<int> Architectures
    {
        get
        {
            int count;
            Check(archsCount(&count), "nvrtcGetNumSupportedArchs");
            var all = new int[count];
            fixed (int* first = all)
                Check(archs(first), "nvrtcGetSupportedArchs");
            return [.. all.Order()];
        }
    }

    /// <exception cref="KernelException">There is none, or one that is too old.</exception>
    internal static Nvrtc Find() => new(NativeFunctions.Load("NVRTC", NvrtcFiles.All()));

    /// <exception cref="KernelException">The file cannot be loaded, or is no NVRTC.</exception>
    internal static Nvrtc Load(string file) => new(NativeFunctions.Load("NVRTC", [file]));

    /// <summary>What to compile for: a driver makes code of PTX for the same or any later capability.</summary>
    /// <param name="capability">Of the device, such as 90 for 9.0.</param>
    /// <exception cref="KernelException">The device is too old.</exception>
    internal int Architecture(int capability) => Architectures.LastOrDefault(a => a <= capability) is > 0 and var best
        ? best
        : throw new KernelException(FormattableString.Invariant($"{Name} (NVRTC {Version.Major}.{Version.Minor}) compiles for compute capability {Architectures[0] / 10.0:0.0} and later; the device has {capability / 10.0:0.0}."));

    /// <summary>Compiles CUDA C to PTX.</summary>
    /// <param name="source">The text.</param>
    /// <param name="architecture">One of <see cref="Architectures"/>.</param>
    /// <param name="definitions">Such as -DTILE=32.</param>
    /// <returns>PTX with a final 0.</returns>
    /// <exception cref="KernelException">The text has errors; the message holds NVRTC's own.</exception>
    internal byte[] Compile(string source, int architecture, params IReadOnlyList<string> definitions)
    {
        // Without fused multiplications, so that a device rounds as the batched operations and the tests on a CPU do: these
        // kernels wait for memory, not for arithmetic.
        string[] options = ["--gpu-architecture=compute_" + architecture.ToString(CultureInfo.InvariantCulture), "--fmad=false", .. definitions];
        nint program;
        fixed (byte* text = Text(source))
            Check(create(&program, text, null, 0, null, null), "nvrtcCreateProgram");
        try
        {
            var code = Compile(program, options);
            if (code != 0)
                throw new KernelException($"{Name} could not compile the kernels ({ErrorName(code)}): {Log(program)}");
            nuint size;
            Check(ptxSize(program, &size), "nvrtcGetPTXSize");
            var result = new byte[size];
            fixed (byte* first = result)
                Check(ptx(program, first), "nvrtcGetPTX");
            return result;
        }
        finally
        {
            destroy(&program);
        }
    }

    private int Compile(nint program, string[] options)
    {
        // One block of memory for all options, and where each begins in it.
        var texts = options.Select(Text).ToArray();
        fixed (byte* first = texts.SelectMany(t => t).ToArray())
        {
            var begins = stackalloc byte*[texts.Length];
            for (int i = 0, at = 0; i < texts.Length; at += texts[i].Length, i++)
                begins[i] = first + at;
            return compile(program, texts.Length, begins);
        }
    }

    private string Log(nint program)
    {
        nuint size;
        if (logSize(program, &size) != 0)
            return "";
        var text = new byte[size];
        fixed (byte* first = text)
            return log(program, first) == 0 ? Encoding.UTF8.GetString(text).TrimEnd('\0', '\n') : "";
    }

    private void Check(int code, string function)
    {
        if (code != 0)
            throw new KernelException($"{function} of {Name} failed: {ErrorName(code)}.");
    }

    private string ErrorName(int code) => System.Runtime.InteropServices.Marshal.PtrToStringUTF8((nint)errorName(code)) ?? code.ToString(CultureInfo.InvariantCulture);

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text + '\0');
}
