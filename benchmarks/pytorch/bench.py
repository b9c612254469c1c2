"""Times the optimizers in PyTorch, a round at a time on request, so that `optimnb bench --with-pytorch` can interleave them.

Reads a JSON object a line from standard input and answers with one:
  {"threads": 2}                                   -> {"version", "gemm_gflops"}
  {"shapes": [[..]..], "cases": [{"optimizer", "phase", "hyper"}..]} -> {"ready": true}
  {"measure": true, "only": [case numbers]}        -> {"ms": {"case number": milliseconds a step}}
"""
import json
import sys
import time

import torch

from optimizers import ALL

ROUND_SECONDS, MOST_STEPS, LEARNING_PERIOD = 0.03, 100, 10


def seconds(work, times=1):
    start = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - start) / times


class Case:
    def __init__(self, shapes, optimizer, phase, hyper):
        generator = torch.Generator().manual_seed(42)
        self.phase = phase
        params = []
        for shape in shapes:
            p = torch.randn(shape, generator=generator) * 0.05
            p.grad = torch.randn(shape, generator=generator) * 0.01
            params.append(p)
        if optimizer == "AdamW":
            params = [torch.nn.Parameter(p) for p in params]
            for p in params:
                p.grad = torch.randn(p.shape, generator=generator) * 0.01
            self.optimizer = torch.optim.AdamW(params)
        else:
            self.optimizer = ALL[optimizer](params, **hyper)
        self.times = 1
        self.warm_up()

    def warm_up(self):
        if self.phase == "amortised":
            for _ in range(LEARNING_PERIOD + 1):
                self.optimizer.step()
            self.times = 1
            return
        for _ in range(3):
            last = self.once()
        self.times = int(min(max(ROUND_SECONDS / last, 1), MOST_STEPS))

    def once(self):
        if self.phase == "reestimate":
            while not any(s.get("step_within_period") == self.optimizer.estimate_period for s in self.optimizer.state):
                self.optimizer.step()
        return seconds(self.optimizer.step)

    def measure(self):
        """Milliseconds a step."""
        if self.phase == "amortised":
            # One step that learns and some of the nine that do not; then the count goes on to the next that does.
            while self.optimizer.state[0]["step"] % LEARNING_PERIOD:
                for s in self.optimizer.state:
                    s["step"] += 1
            learning = seconds(self.optimizer.step)
            others = 3 if learning > 1 else LEARNING_PERIOD - 1
            plain = seconds(self.optimizer.step, others)
            return 1e3 * (learning + (LEARNING_PERIOD - 1) * plain) / LEARNING_PERIOD
        if self.phase == "reestimate":
            return 1e3 * self.once()
        self.optimizer.step()
        return 1e3 * seconds(self.optimizer.step, self.times)


def gemm_gflops(n=1024):
    a, b = torch.ones(n, n), torch.ones(n, n)
    a.mm(b)
    return 2 * n**3 / min(seconds(lambda: a.mm(b)) for _ in range(5)) / 1e9


def answer(value):
    print(json.dumps(value), flush=True)


def main():
    cases = []
    for line in sys.stdin:
        request = json.loads(line)
        if "threads" in request:
            torch.set_num_threads(request["threads"])
            answer({"version": torch.__version__, "gemm_gflops": gemm_gflops()})
        elif "shapes" in request:
            cases.clear()
            cases = [Case(request["shapes"], c["optimizer"], c["phase"], c["hyper"]) for c in request["cases"]]
            answer({"ready": True})
        else:
            answer({"ms": {str(i): cases[i].measure() for i in request["only"]}})


if __name__ == "__main__":
    main()
