// The functions of the CUDA driver that launch kernels, as cuda.h has them, on the kernels that were compiled with this text.
// They refuse what the driver would: calls outside a context, kernels and PTX that are not there, other blocks than were compiled for.
#include <string.h>

typedef int CUresult;
typedef int CUdevice;
typedef struct CUctx_st *CUcontext;
typedef struct CUmod_st *CUmodule;
typedef struct CUfunc_st *CUfunction;
typedef struct CUstream_st *CUstream;

enum { INVALID_VALUE = 1, INVALID_PTX = 218, INVALID_CONTEXT = 201, NOT_FOUND = 500 };

static CUresult call(const char *kernel, unsigned blocks, void *arguments);

static thread_local CUcontext contexts[8];
static thread_local int depth;
static char primary[2];

extern "C" {

CUresult cuInit(unsigned flags) { return flags == 0 ? 0 : INVALID_VALUE; }

CUresult cuGetErrorString(CUresult error, const char **text) {
    *text = error == INVALID_PTX ? "a PTX JIT compilation failed" : error == NOT_FOUND ? "named symbol not found" : error == INVALID_CONTEXT ? "invalid device context" : error == INVALID_VALUE ? "invalid argument" : nullptr;
    return *text ? 0 : INVALID_VALUE;
}

CUresult cuDeviceGet(CUdevice *device, int ordinal) {
    *device = ordinal;
    return ordinal >= 0 && ordinal < 2 ? 0 : INVALID_VALUE;
}

CUresult cuDeviceGetAttribute(int *value, int attribute, CUdevice) {
    *value = attribute == 75 ? 8 : attribute == 76 ? 6 : 0;
    return 0;
}

CUresult cuDevicePrimaryCtxRetain(CUcontext *context, CUdevice device) {
    *context = (CUcontext)&primary[device];
    return 0;
}

CUresult cuCtxGetCurrent(CUcontext *context) {
    *context = depth > 0 ? contexts[depth - 1] : nullptr;
    return 0;
}

CUresult cuCtxPushCurrent_v2(CUcontext context) {
    if (depth == 8)
        return INVALID_VALUE;
    contexts[depth++] = context;
    return 0;
}

CUresult cuCtxPopCurrent_v2(CUcontext *context) {
    if (depth == 0)
        return INVALID_CONTEXT;
    *context = contexts[--depth];
    return 0;
}

CUresult cuModuleLoadData(CUmodule *module, const void *image) {
    if (depth == 0)
        return INVALID_CONTEXT;
    if (!strstr((const char *)image, ".target"))
        return INVALID_PTX;
    *module = (CUmodule)strdup((const char *)image);
    return 0;
}

CUresult cuModuleGetFunction(CUfunction *function, CUmodule module, const char *name) {
    char entry[100] = ".entry ";
    strcat(strncat(entry, name, 80), "(");
    *function = (CUfunction)strdup(name);
    return strstr((const char *)module, entry) ? 0 : NOT_FOUND;
}

CUresult cuLaunchKernel(CUfunction function, unsigned gridX, unsigned gridY, unsigned gridZ, unsigned blockX, unsigned blockY, unsigned blockZ,
                        unsigned sharedMemory, CUstream stream, void **arguments, void **extra) {
    if (depth == 0)
        return INVALID_CONTEXT;
    if (gridX == 0 || gridY != 1 || gridZ != 1 || blockX != THREADS || blockY != 1 || blockZ != 1 || sharedMemory != 0 || stream || extra)
        return INVALID_VALUE;
    return call((const char *)function, gridX, arguments[0]);
}

// How many contexts this thread has left on its stack.
int contextsLeft() { return depth; }

}
