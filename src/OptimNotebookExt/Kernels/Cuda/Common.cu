// What the kernels of all optimizers share. This text and an optimizer's own are compiled together at run time, once for a
// device and a dtype, with these names set (KernelLayout.cs):
//   REAL     dtype of parameters, gradients and states: float or double
//   THREADS  threads of a block, a power of two
//   CHUNK    elements of a tensor that one block takes
//   TILE     indices of an axis that one block takes together where they lie close (Cain.cu), a power of two, at most THREADS
// One launch works on all tensors of that dtype, whatever their number and sizes: tables say which tensor a block works on.
// Sums are taken in float64, block by block, and added up by a second kernel in the order of the blocks: no atomic
// operations, so that the same numbers always give the same bits.

// A tensor's part in the tables; only numbers, of 64 bits, as KernelPlace.cs has them.
struct Place {
    long long numel;   // below 2^31, so that elements are counted in 32 bits
    long long member;  // which parameter of the device it is, for its step count and for whether its gradient is finite
    long long chunk;   // its first chunk among those of all tensors
    long long chunks;
    long long part;    // the first block that sums along an axis of it
    long long sum;     // where those blocks' sums begin
    long long size;    // where its sizes begin
    long long rank;
};

// Where a tensor's numbers are in this step. What the four states are, the optimizer's kernels say.
struct Tensors {
    REAL *p;
    const REAL *g;
    REAL *state[4];
};

// What a block works on.
struct Block {
    int tensor;
    int index;  // which of the tensor's blocks
};

struct Work {
    const Block *chunks;
    const Place *places;
    const Tensors *tensors;
    const double *steps;          // of each member, before this step; the host does not know who was skipped
    unsigned char *isFinite;      // of each member's gradient; null where gradients are not checked
    double *perChunk;             // one number a chunk
    double *perTensor;            // NUMBERS a tensor: what is the same for all its elements
};

#define NUMBERS 4

struct Chunk {
    Place at;
    Tensors of;
    const double *numbers;
    unsigned begin;
    unsigned end;
};

__device__ Chunk chunk_of(const Work &work, unsigned block) {
    Block b = work.chunks[block];
    Chunk c;
    c.at = work.places[b.tensor];
    c.of = work.tensors[b.tensor];
    c.numbers = work.perTensor + NUMBERS * b.tensor;
    c.begin = (unsigned)b.index * CHUNK;
    c.end = c.at.numel - c.begin < CHUNK ? (unsigned)c.at.numel : c.begin + CHUNK;
    return c;
}

__device__ bool takes_step(const Work &work, const Place &at) {
    return work.isFinite == 0 || work.isFinite[at.member] != 0;
}

// In the threads below `width`: for each of them the sum over all threads t with the same t % width, by a tree whose order is
// always the same. All threads of the block must call it. One call may follow another: after the last barrier each thread
// reads and writes its own place alone.
__device__ double column_sum(double x, unsigned width) {
    __shared__ double sums[THREADS];
    sums[threadIdx.x] = x;
    __syncthreads();
    for (unsigned half = THREADS / 2; half >= width; half /= 2) {
        if (threadIdx.x < half)
            sums[threadIdx.x] += sums[threadIdx.x + half];
        __syncthreads();
    }
    return sums[threadIdx.x];
}

// In thread 0: the sum over all threads.
__device__ double block_sum(double x) {
    return column_sum(x, 1);
}

// In thread 0: the sum of numbers in memory.
__device__ double sum_of(const double *x, unsigned n) {
    double sum = 0;
    for (unsigned i = threadIdx.x; i < n; i += THREADS)
        sum += x[i];
    return block_sum(sum);
}

// How many of a chunk's gradients are not finite.
extern "C" __global__ void screen_chunks(Work work) {
    Chunk c = chunk_of(work, blockIdx.x);
    double bad = 0;
    for (unsigned i = c.begin + threadIdx.x; i < c.end; i += THREADS) {
        REAL g = c.of.g[i];
        bad += g - g == 0 ? 0 : 1;  // NaN for what is not finite
    }
    bad = block_sum(bad);
    if (threadIdx.x == 0)
        work.perChunk[blockIdx.x] = bad;
}

// Whose gradient is finite: a block for each tensor.
extern "C" __global__ void screen_tensors(Work work) {
    Place at = work.places[blockIdx.x];
    double bad = sum_of(work.perChunk + at.chunk, (unsigned)at.chunks);
    if (threadIdx.x == 0)
        work.isFinite[at.member] = bad == 0;
}
