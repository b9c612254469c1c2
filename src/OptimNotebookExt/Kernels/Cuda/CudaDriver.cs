using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace OptimNotebookExt.Kernels.Cuda;

/// <summary>The CUDA driver: loads PTX and launches kernels in the contexts that torch uses.</summary>
internal sealed unsafe class CudaDriver
{
    private const int CapabilityMajor = 75;
    private const int CapabilityMinor = 76;

    private static readonly string[] Names = OperatingSystem.IsWindows() ? ["nvcuda.dll"] : ["libcuda.so.1", "libcuda.so"];

    private readonly delegate* unmanaged[Stdcall]<int*, int, int> deviceGet;
    private readonly delegate* unmanaged[Stdcall]<int*, int, int, int> deviceAttribute;
    private readonly delegate* unmanaged[Stdcall]<nint*, int, int> retainPrimaryContext;
    private readonly delegate* unmanaged[Stdcall]<nint*, int> currentContext;
    private readonly delegate* unmanaged[Stdcall]<nint, int> pushContext;
    private readonly delegate* unmanaged[Stdcall]<nint*, int> popContext;
    private readonly delegate* unmanaged[Stdcall]<nint*, byte*, int> loadModule;
    private readonly delegate* unmanaged[Stdcall]<nint*, nint, byte*, int> getFunction;
    private readonly delegate* unmanaged[Stdcall]<nint, uint, uint, uint, uint, uint, uint, uint, nint, void**, void**, int> launchKernel;
    private readonly delegate* unmanaged[Stdcall]<int, byte**, int> errorText;

    private CudaDriver(NativeFunctions library)
    {
        Name = library.Name;
        errorText = (delegate* unmanaged[Stdcall]<int, byte**, int>)library["cuGetErrorString"];
        deviceGet = (delegate* unmanaged[Stdcall]<int*, int, int>)library["cuDeviceGet"];
        deviceAttribute = (delegate* unmanaged[Stdcall]<int*, int, int, int>)library["cuDeviceGetAttribute"];
        retainPrimaryContext = (delegate* unmanaged[Stdcall]<nint*, int, int>)library["cuDevicePrimaryCtxRetain"];
        currentContext = (delegate* unmanaged[Stdcall]<nint*, int>)library["cuCtxGetCurrent"];
        pushContext = (delegate* unmanaged[Stdcall]<nint, int>)library["cuCtxPushCurrent_v2"];
        popContext = (delegate* unmanaged[Stdcall]<nint*, int>)library["cuCtxPopCurrent_v2"];
        loadModule = (delegate* unmanaged[Stdcall]<nint*, byte*, int>)library["cuModuleLoadData"];
        getFunction = (delegate* unmanaged[Stdcall]<nint*, nint, byte*, int>)library["cuModuleGetFunction"];
        launchKernel = (delegate* unmanaged[Stdcall]<nint, uint, uint, uint, uint, uint, uint, uint, nint, void**, void**, int>)library["cuLaunchKernel"];
        // Torch has done so before it had a tensor there; a second time does nothing.
        Check(((delegate* unmanaged[Stdcall]<uint, int>)library["cuInit"])(0), "cuInit");
    }

    /// <summary>The file, or the name under which the loader found it.</summary>
    internal string Name { get; }

    /// <exception cref="KernelException">There is no driver, or no device.</exception>
    internal static CudaDriver Find() => new(NativeFunctions.Load("The CUDA driver", Names));

    /// <exception cref="KernelException">The file cannot be loaded, or is no driver.</exception>
    internal static CudaDriver Load(string file) => new(NativeFunctions.Load("The CUDA driver", [file]));

    /// <summary>The compute capability of a device, such as 90 for 9.0.</summary>
    internal int Capability(int ordinal)
    {
        int device, major, minor;
        Check(deviceGet(&device, ordinal), "cuDeviceGet");
        Check(deviceAttribute(&major, CapabilityMajor, device), "cuDeviceGetAttribute");
        Check(deviceAttribute(&minor, CapabilityMinor, device), "cuDeviceGetAttribute");
        return (10 * major) + minor;
    }

    /// <summary>Loads PTX with a final 0 for a device.</summary>
    internal CudaModule Load(int ordinal, byte[] ptx)
    {
        int device;
        nint context;
        Check(deviceGet(&device, ordinal), "cuDeviceGet");
        // Torch works in the primary context of each device. The hold on it is kept, as the module is.
        Check(retainPrimaryContext(&context, device), "cuDevicePrimaryCtxRetain");
        nint module;
        int code;
        using (Within(context))
        {
            fixed (byte* text = ptx)
                code = loadModule(&module, text);
        }
        Check(code, "cuModuleLoadData");
        return new(context, module);
    }

    /// <summary>Starts a kernel that takes one struct.</summary>
    internal void Launch(CudaModule module, string kernel, int blocks, int threads, void* arguments)
    {
        using var within = Within(module.Context);
        if (!module.Functions.TryGetValue(kernel, out var function))
            module.Functions[kernel] = function = Function(module, kernel);
        // On the legacy default stream. Torch's current stream is the same unless someone has chosen another one, and TorchSharp
        // has no way to choose one: so what torch launched before has run before, and what it launches later runs after.
        Check(launchKernel(function, (uint)blocks, 1, 1, (uint)threads, 1, 1, 0, 0, &arguments, null), $"cuLaunchKernel of {kernel}");
    }

    private nint Function(CudaModule module, string kernel)
    {
        nint function;
        fixed (byte* name = Encoding.UTF8.GetBytes(kernel + '\0'))
            Check(getFunction(&function, module.Handle, name), $"cuModuleGetFunction of {kernel}");
        return function;
    }

    /// <summary>A thread may have the context of another device, or none.</summary>
    private ContextHold Within(nint context)
    {
        nint current;
        Check(currentContext(&current), "cuCtxGetCurrent");
        if (current == context)
            return default;
        Check(pushContext(context), "cuCtxPushCurrent");
        return new(this);
    }

    private void Check(int code, string function)
    {
        if (code == 0)
            return;
        byte* text = null;
        var isKnown = errorText(code, &text) == 0 && text is not null;
        throw new KernelException($"{function} failed: {(isKnown ? Marshal.PtrToStringUTF8((nint)text) : "error " + code.ToString(CultureInfo.InvariantCulture))}.");
    }

    private readonly struct ContextHold(CudaDriver? driver) : IDisposable
    {
        public void Dispose()
        {
            nint popped;
            if (driver is not null)
                _ = driver.popContext(&popped);
        }
    }
}
