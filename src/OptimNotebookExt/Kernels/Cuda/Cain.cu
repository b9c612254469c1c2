// Cain (Cain.cs has the mathematics). States: delta, exp_avg_sq and, with more than one element, param_rms and
// scale_exp_avg_sq, a single number. Both sums that a step needs, Σ p·g and those of the refresh of param_rms along one axis,
// are taken of the old values, in one reading.

struct CainStep {
    Work work;
    const Block *parts;       // the blocks of cain_reduce
    const long long *sizes;   // of all tensors, one after the other
    double *products;         // Σ p·g of each part
    double *sums;             // by segment and index of an axis, later the factor of each index
    double lr;
    double beta1;
    double beta2;
    double eps;
    double scale_speed;
    double rms_eps;
    double param_max;
    long long clamp_period;
};

// A tensor along the axis that its step refreshes, [outer, size, inner], and how it is cut into parts: `tile` indices by
// `length` of the elements that each index has. Where the elements of an index lie one behind the other (inner is large), the
// threads of a block read along them; where not, the neighbours of an index lie close, and they read across TILE indices.
// AxisParts.cs counts the same parts.
struct View {
    unsigned size;
    unsigned inner;
    unsigned per_index;
    unsigned tile;
    unsigned length;
    unsigned segments;
    unsigned parts;
};

__device__ View view_of(const CainStep &s, const Place &at) {
    const long long *sizes = s.sizes + at.size;
    long long axis = (long long)s.work.steps[at.member] % at.rank;
    View v;
    v.size = (unsigned)sizes[axis];
    v.inner = 1;
    for (long long d = axis + 1; d < at.rank; d++)
        v.inner *= (unsigned)sizes[d];
    // With at most two elements per index, a mean per index would say too little: one of all.
    if (at.numel <= 2 * (long long)v.size) {
        v.size = 1;
        v.inner = (unsigned)at.numel;
    }
    v.per_index = (unsigned)at.numel / v.size;
    v.tile = v.inner < TILE ? TILE : 1;
    v.length = CHUNK / v.tile;
    v.segments = (v.per_index + v.length - 1) / v.length;
    v.parts = (v.size + v.tile - 1) / v.tile * v.segments;
    return v;
}

extern "C" __global__ void cain_reduce(CainStep s) {
    Block b = s.parts[blockIdx.x];
    Place at = s.work.places[b.tensor];
    if (at.numel == 1)
        return;
    View v = view_of(s, at);
    // The host, which does not know the axis, starts as many blocks as any axis has parts.
    if ((unsigned)b.index >= v.parts)
        return;
    Tensors of = s.work.tensors[b.tensor];
    unsigned segment = (unsigned)b.index % v.segments;
    unsigned index = (unsigned)b.index / v.segments * v.tile + threadIdx.x % v.tile;
    unsigned end = v.per_index - segment * v.length < v.length ? v.per_index : (segment + 1) * v.length;
    REAL floor = (REAL)(s.rms_eps * s.rms_eps);
    double product = 0, relative = 0;
    if (index < v.size) {
        for (unsigned q = segment * v.length + threadIdx.x / v.tile; q < end; q += THREADS / v.tile) {
            unsigned i = (q / v.inner * v.size + index) * v.inner + q % v.inner;
            REAL p = of.p[i], param_rms = of.state[2][i], square = p * p;
            // A comparison and not a maximum, which would hide a NaN.
            if (square < floor)
                square = floor;
            product += (double)p * of.g[i];
            relative += square / (param_rms * param_rms);
        }
    }
    product = block_sum(product);
    if (threadIdx.x == 0)
        s.products[blockIdx.x] = product;
    relative = column_sum(relative, v.tile);
    if (threadIdx.x < v.tile && index < v.size)
        s.sums[at.sum + (long long)segment * v.size + index] = relative;
}

// What is the same for all elements of a tensor, and the factor of each index: a block for each tensor.
extern "C" __global__ void cain_decide(CainStep s) {
    Place at = s.work.places[blockIdx.x];
    double *numbers = s.work.perTensor + NUMBERS * blockIdx.x;
    double t = s.work.steps[at.member], rate = -s.lr * (1 - s.beta1);
    // The draft's exponent t here and t+1 below (C02), and no square root in the gradient's part (C03); kept.
    double bias_correction2 = 1 - pow(s.beta2, t);
    if (at.numel == 1) {
        if (threadIdx.x == 0)
            numbers[0] = rate * sqrt(bias_correction2);
        return;
    }
    View v = view_of(s, at);
    double product = sum_of(s.products + at.part, v.parts);
    double *sums = s.sums + at.sum;
    for (unsigned index = threadIdx.x; index < v.size; index += THREADS) {
        double sum = 0;
        for (unsigned segment = 0; segment < v.segments; segment++)
            sum += sums[(long long)segment * v.size + index];
        sums[index] = (REAL)sqrt(sum / v.per_index);
    }
    if (threadIdx.x != 0)
        return;
    REAL scale_exp_avg_sq = (REAL)(*s.work.tensors[blockIdx.x].state[3] * s.beta2 + product * product * (1 - s.beta2));
    double alpha = rate * s.scale_speed * sqrt(1 - pow(s.beta2, t + 1));
    numbers[0] = rate * bias_correction2;
    numbers[1] = product / (sqrt((double)scale_exp_avg_sq) + s.eps) * alpha;
    // Written with the rest of the step: until then nothing of a parameter has changed.
    numbers[2] = scale_exp_avg_sq;
}

// The step; a parameter whose gradient is not finite stays to the bit.
extern "C" __global__ void cain_apply(CainStep s) {
    Chunk c = chunk_of(s.work, blockIdx.x);
    if (!takes_step(s.work, c.at))
        return;
    bool clamps = (long long)s.work.steps[c.at.member] % s.clamp_period == 0, is_number = c.at.numel == 1;
    View v;
    if (!is_number)
        v = view_of(s, c.at);
    const double *factors = s.sums + c.at.sum;
    REAL gradient_step = (REAL)c.numbers[0], scale_step = (REAL)c.numbers[1], limit = (REAL)s.param_max;
    REAL beta1 = (REAL)s.beta1, beta2 = (REAL)s.beta2, keep2 = (REAL)(1 - s.beta2), eps = (REAL)s.eps;
    REAL *delta = c.of.state[0], *exp_avg_sq = c.of.state[1], *param_rms = c.of.state[2];
    for (unsigned i = c.begin + threadIdx.x; i < c.end; i += THREADS) {
        REAL g = c.of.g[i], p = c.of.p[i];
        REAL v2 = exp_avg_sq[i] * beta2 + g * g * keep2;
        REAL normalized = g / (sqrt(v2) + eps), move = delta[i] * beta1;
        if (is_number) {
            move += normalized * gradient_step;
        } else {
            REAL rms = param_rms[i] * (REAL)factors[i / v.inner % v.size];
            param_rms[i] = rms;
            move = move + p * scale_step + normalized * rms * gradient_step;
        }
        exp_avg_sq[i] = v2;
        delta[i] = move;
        p += move;
        // Comparisons are false for NaN, which stays NaN as in torch.
        if (clamps)
            p = p > limit ? limit : p < -limit ? -limit : p;
        c.of.p[i] = p;
    }
    if (!is_number && c.begin == 0 && threadIdx.x == 0)
        *c.of.state[3] = (REAL)c.numbers[2];
}
