"""The second half of `make bench`: how fast the lessons' network learns, on one thread, in milliseconds an epoch.

Ours, the five matrix products that it cannot do without, and PyTorch's eager mode where that is installed, each with
the same points, start and optimizer, take turns.
"""

import importlib.util
import os
import statistics
import time

THREADS = "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"
os.environ |= dict.fromkeys(THREADS, "1")  # read when NumPy is loaded

from helpers.layers import SGD  # noqa: E402
from helpers.spiral import Network, spiral  # noqa: E402

EPOCHS, TURNS = 200, 9


def ours():
    """Return an endless training of the course's own network, an epoch at a time."""
    points, labels, random = spiral()
    return Network(random).train(points, labels, SGD(0.3, momentum=0.9), 10**9)


def products():
    """Return the same five matrix products again and again: two forward, three backward."""
    points, _, random = spiral()
    net = Network(random)
    first, second = net.first.weights, net.second.weights
    hidden, scores = points @ first, random.randn(len(points), 3)
    while True:
        yield points @ first, hidden @ second, hidden.T @ scores, scores @ second.T, points.T @ hidden


def pytorch():
    """Return an endless training of the same network as PyTorch's users write it, in float64."""
    import torch

    torch.set_num_threads(1)
    points, labels, random = spiral()
    start = Network(random)
    net = torch.nn.Sequential(torch.nn.Linear(2, 64), torch.nn.ReLU(), torch.nn.Linear(64, 3)).double()
    with torch.no_grad():
        for theirs, layer in ((net[0], start.first), (net[2], start.second)):
            theirs.weight.copy_(torch.tensor(layer.weights.T))
            theirs.bias.copy_(torch.tensor(layer.biases[0]))
    optimizer = torch.optim.SGD(net.parameters(), lr=0.3, momentum=0.9)
    points, labels = torch.tensor(points), torch.tensor(labels)
    while True:
        loss = torch.nn.functional.cross_entropy(net(points), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        yield loss.item()


def main():
    ways = {"ours": ours(), "its five matrix products alone": products()}
    if importlib.util.find_spec("torch"):
        ways["PyTorch, eager"] = pytorch()
    times = {way: [] for way in ways}
    for _ in range(TURNS):
        for way, epochs in ways.items():
            start = time.perf_counter()
            for _ in range(EPOCHS):
                next(epochs)
            times[way].append((time.perf_counter() - start) / EPOCHS * 1000)
    print("\nAn epoch of the lessons' network, momentum, one thread; times ours by the median of the turns.\n")
    print("| | ms an epoch | times ours |\n|---|---|---|")
    for way, took in times.items():
        ratio = statistics.median(took) / statistics.median(times["ours"])
        print(f"| {way} | {statistics.median(took):.3f} ({min(took):.3f} to {max(took):.3f}) | {ratio:.2f} |")
    print("\nWhat is not products is mostly passes over 300 by 64 numbers: adding biases, ReLU, its gate, sums.")
    if "PyTorch, eager" not in ways:
        print("PyTorch is not installed here: nothing was compared with it.")


if __name__ == "__main__":
    main()
