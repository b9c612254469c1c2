// Eve (Eve.cs has the mathematics). States: exp_avg, exp_avg_sq.

struct EveStep {
    Work work;
    double lr;
    double beta1;
    double beta2;
    double eps;
    double weight_decay;
    double target_rms;
    long long decay_factor_float32;
};

// The square of a chunk's norm.
extern "C" __global__ void eve_reduce(EveStep s) {
    Chunk c = chunk_of(s.work, blockIdx.x);
    double squares = 0;
    for (unsigned i = c.begin + threadIdx.x; i < c.end; i += THREADS) {
        double p = c.of.p[i];
        squares += p * p;
    }
    squares = block_sum(squares);
    if (threadIdx.x == 0)
        s.work.perChunk[blockIdx.x] = squares;
}

// What is the same for all elements of a tensor, a block for each.
extern "C" __global__ void eve_decide(EveStep s) {
    Place at = s.work.places[blockIdx.x];
    double squares = sum_of(s.work.perChunk + at.chunk, (unsigned)at.chunks);
    if (threadIdx.x != 0)
        return;
    // Compared in the parameter's dtype, as torch compares a tensor with a number.
    bool is_above_target_rms = at.numel > 1 && (REAL)sqrt(squares) > (REAL)(s.target_rms * sqrt((double)at.numel));
    REAL decay = 1;
    if (is_above_target_rms)
        decay = s.decay_factor_float32 ? (REAL)(1.0f - (float)s.weight_decay) : (REAL)1 - (REAL)s.weight_decay;

    double step = s.work.steps[at.member] + 1;
    double *numbers = s.work.perTensor + NUMBERS * blockIdx.x;
    numbers[0] = decay;
    numbers[1] = pow(1 - pow(s.beta2, step), -0.5);
    numbers[2] = -s.lr / (1 - pow(s.beta1, step));
}

// The step; a parameter whose gradient is not finite stays to the bit.
extern "C" __global__ void eve_apply(EveStep s) {
    Chunk c = chunk_of(s.work, blockIdx.x);
    if (!takes_step(s.work, c.at))
        return;
    REAL decay = (REAL)c.numbers[0], inverse_root = (REAL)c.numbers[1], length = (REAL)c.numbers[2];
    REAL beta1 = (REAL)s.beta1, keep1 = (REAL)(1 - s.beta1), beta2 = (REAL)s.beta2, keep2 = (REAL)(1 - s.beta2), eps = (REAL)s.eps;
    REAL *exp_avg = c.of.state[0], *exp_avg_sq = c.of.state[1];
    for (unsigned i = c.begin + threadIdx.x; i < c.end; i += THREADS) {
        REAL g = c.of.g[i];
        REAL m = exp_avg[i] * beta1 + g * keep1;
        REAL v = exp_avg_sq[i] * beta2 + g * g * keep2;
        REAL denominator = sqrt(v) * inverse_root + eps;
        exp_avg[i] = m;
        exp_avg_sq[i] = v;
        c.of.p[i] = c.of.p[i] * decay + m / denominator * length;
    }
}
