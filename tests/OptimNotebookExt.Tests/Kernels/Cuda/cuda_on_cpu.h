// What CUDA C needs to run on a CPU. The threads of a block are fibers, of which each runs until the next barrier. In which order
// they do so, the caller chooses: kernels whose threads meet at all the barriers they need give the same numbers in any order.
#include <math.h>
#include <stddef.h>
#include <ucontext.h>

#define __global__
#define __device__ static
#define __shared__ static thread_local

struct Index {
    unsigned x;
};

static thread_local Index threadIdx, blockIdx;

namespace emulation {

struct Fiber {
    ucontext_t context;
    bool isOver;
    char stack[32768];
};

static thread_local Fiber *fibers;
static thread_local ucontext_t scheduler;
static thread_local void (*body)();

static void enter() {
    body();
    fibers[threadIdx.x].isOver = true;
}

static void begin(unsigned thread) {
    Fiber &fiber = fibers[thread];
    fiber.isOver = false;
    getcontext(&fiber.context);
    fiber.context.uc_stack.ss_sp = fiber.stack;
    fiber.context.uc_stack.ss_size = sizeof(fiber.stack);
    fiber.context.uc_link = &scheduler;
    makecontext(&fiber.context, enter, 0);
}

// Runs one block; false where some threads wait at a barrier that others never reach.
static bool run_block(bool isReversed) {
    for (unsigned t = 0; t < THREADS; t++)
        begin(t);
    for (;;) {
        unsigned over = 0;
        for (unsigned i = 0; i < THREADS; i++) {
            unsigned t = isReversed ? THREADS - 1 - i : i;
            threadIdx.x = t;
            swapcontext(&scheduler, &fibers[t].context);
            over += fibers[t].isOver ? 1 : 0;
        }
        if (over == THREADS)
            return true;
        if (over != 0)
            return false;
    }
}

// 0 where all went well, 1 where the host has other arguments than the kernel, 2 where a barrier was not reached by all.
template <class A, void (*kernel)(A)>
static int run(unsigned blocks, const void *arguments, size_t size, bool isReversed) {
    static thread_local A own;
    if (size != sizeof(A))
        return 1;
    own = *(const A *)arguments;
    body = [] { kernel(own); };
    fibers = new Fiber[THREADS];
    bool isDone = true;
    for (unsigned b = 0; b < blocks && isDone; b++) {
        blockIdx.x = isReversed ? blocks - 1 - b : b;
        isDone = run_block(isReversed);
    }
    delete[] fibers;
    return isDone ? 0 : 2;
}

}

static void __syncthreads() {
    emulation::Fiber &fiber = emulation::fibers[threadIdx.x];
    swapcontext(&fiber.context, &emulation::scheduler);
}
