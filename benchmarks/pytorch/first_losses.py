"""The first losses of LearnedGradient's stable form on the draft's experiment, in PyTorch and float64.

python3 first_losses.py EXPERIMENT.json… > OUT.json: a golden experiment file's model, pairs and order; one array of 100 losses a seed.
"""
import base64
import json
import sys

import torch

from optimizers import LearnedGradientStable

STEPS, EPOCH_STEPS, LR, LR_BATCHES, LR_EPOCHS = 100, 20, 0.05, 200, 5


def numbers(text, *shape):
    return torch.frombuffer(bytearray(base64.b64decode(text)), dtype=torch.float32).double().reshape(shape)


def eden(batch, epoch):
    return LR * ((batch**2 + LR_BATCHES**2) / LR_BATCHES**2) ** -0.25 * ((epoch**2 + LR_EPOCHS**2) / LR_EPOCHS**2) ** -0.25


def losses(data):
    size, hidden, model = data["E"], data["hidden"], data["models"]["ScaledLinear"]
    params = [numbers(model[n], *shape) for n, shape in (("W1", (hidden, size)), ("b1", (hidden,)), ("W2", (size, hidden)), ("b2", (size,)))]
    for p in params:
        p.requires_grad_()
    x, y = (numbers(model[n], *model["x_shape"]) for n in "xy")
    optimizer = LearnedGradientStable(params)
    found = []
    for step in range(STEPS):
        # The epoch is counted at its start, the batch after its step.
        optimizer.lr = eden(step, 1 + step // EPOCH_STEPS)
        w1, b1, w2, b2 = params
        pair = step % EPOCH_STEPS
        out = torch.relu(x[pair] @ w1.t() + b1) @ w2.t() + b2
        loss = ((y[pair] - out) ** 2).mean() * 100
        loss.log().backward()
        optimizer.step()
        for p in params:
            p.grad = None
        found.append(loss.item())
    return found


def main(paths):
    torch.set_num_threads(1)
    runs = {}
    for path in paths:
        with open(path, encoding="utf-8") as file:
            data = json.load(file)
        runs[str(data["seed"])] = losses(data)
    json.dump({"preset": "stable", "pytorch": torch.__version__, "dtype": "float64", "losses": runs}, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main(sys.argv[1:])
