"""Replays golden trajectories through optimizers.py: python3 check_golden.py FILE.json… Exit code 0 only if all agree."""
import json
import sys

import torch

from optimizers import ALL


def replay(data, dtype):
    """The largest error of any recorded parameter, relative to that tensor's largest value."""
    key = {torch.float64: "f64", torch.float32: "f32"}[dtype]
    params = [torch.tensor(p["init"], dtype=dtype).reshape(p["shape"]) for p in data["params"]]
    hyper = dict(data["hyper"])
    if data["optimizer"] == "NeutralGradient":
        ints, uniforms = iter(data.get("rng_ints") or []), iter(data.get("rng_uniforms") or [])
        hyper.update(randint=lambda most: next(ints), uniform=lambda: next(uniforms))
    optimizer = ALL[data["optimizer"]](params, **hyper)
    worst = 0.0
    for step in range(data["nsteps"]):
        if data.get("lr_schedule"):
            optimizer.lr = data["lr_schedule"][step]
        for p, gradient in zip(params, data["grads"][step]):
            p.grad = None if gradient is None else torch.tensor(gradient, dtype=dtype).reshape(p.shape)
        optimizer.step()
        record = data[f"records_{key}"].get(str(step))
        if record is None:
            continue
        for p, flat in zip(params, record["params"]):
            a = torch.tensor(flat, dtype=torch.float64)
            error = (p.flatten().double() - a).abs().max().item() / max(a.abs().max().item(), 1e-300)
            worst = max(worst, error if error == error else float("inf"))
    tolerance = data["tolerance_rel"]
    return worst, tolerance[key] if isinstance(tolerance, dict) else tolerance


def main(paths):
    torch.set_num_threads(1)
    failed = 0
    for path in paths:
        with open(path, encoding="utf-8") as file:
            data = json.load(file)
        if not isinstance(data, dict) or data.get("optimizer") not in ALL or "records_f64" not in data:
            continue
        worst, tolerance = replay(data, torch.float64)
        failed += worst > tolerance
        print(f"{path} float64 {worst:.1e} {tolerance:.1e} {'PASS' if worst <= tolerance else 'FAIL'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
