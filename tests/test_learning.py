"""A whole network learns: its gradients against centred differences, its steps against plain numbers and PyTorch."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from test_layers import LABELS, sizes

from helpers.layers import SGD, Adam, Dense, ReLU, SoftmaxLoss


def network(samples, n_inputs, n_neurons, classes, seed, label_dtype=np.uint8):
    """Dense, ReLU, Dense and the loss, with weights of size 1, points and labels: what one training step needs."""
    rng = np.random.default_rng(seed)
    layers = Dense(n_inputs, n_neurons), ReLU(), Dense(n_neurons, classes)
    for layer in layers[::2]:
        layer.weights, layer.biases = rng.normal(size=layer.weights.shape), rng.normal(size=layer.biases.shape)
    points, labels = rng.normal(size=(samples, n_inputs)), rng.integers(0, classes, samples).astype(label_dtype)
    return layers, SoftmaxLoss(), points, labels


def forward(layers, loss, points, labels):
    for layer in layers:
        points = layer.forward(points)
    return loss.forward(points, labels)


def backward(layers, loss):
    gradient = loss.backward()
    for layer in reversed(layers):
        gradient = layer.backward(gradient)
    return gradient


@given(sizes, sizes, sizes, sizes, st.integers(0, 999), LABELS)
def test_every_gradient_is_the_centred_difference(samples, n_inputs, n_neurons, classes, seed, label_dtype):
    layers, loss, points, labels = network(samples, n_inputs, n_neurons, classes, seed, label_dtype)
    forward(layers, loss, points, labels)
    assume(np.abs(layers[0].output).min() > 1e-3)  # at a bend the two sides differ, and no slope is the right one
    gradients = {"points": backward(layers, loss)}
    arrays = {"points": points}
    for at, dense in enumerate(layers[::2]):
        arrays |= {f"weights {at}": dense.weights, f"biases {at}": dense.biases}
        gradients |= {f"weights {at}": dense.d_weights, f"biases {at}": dense.d_biases}
    for name, array in arrays.items():
        assert gradients[name].shape == array.shape
        for entry in np.ndindex(array.shape):
            kept, costs = array[entry], []
            for nudge in (1e-5, -1e-5):
                array[entry] = kept + nudge
                costs.append(forward(layers, loss, points, labels))
            array[entry] = kept
            assert math.isclose(gradients[name][entry], (costs[0] - costs[1]) / 2e-5, rel_tol=1e-6, abs_tol=1e-8), name


@pytest.mark.parametrize(
    "kind, settings, wanted",
    [
        (SGD, {"decay": 1.0}, [-1, -1 / 2, -1 / 3]),
        (SGD, {"momentum": 0.5}, [-1, -1.5, -1.75]),
        (Adam, {"decay": 1.0}, [-1, -1 / 2, -1 / 3]),
    ],
)
def test_each_step_of_a_steady_slope_leads_down(kind, settings, wanted):
    layer, optimizer = Dense(1, 1), kind(1.0, **settings)
    layer.d_weights, layer.d_biases = np.ones((1, 1)), np.ones((1, 1))
    for move in wanted:
        before = weights, biases = layer.weights, layer.biases
        kept = np.copy(before)
        optimizer.step(layer)
        assert np.allclose([layer.weights - weights, layer.biases - biases], move, rtol=1e-6)
        assert np.array_equal(before, kept)


@pytest.mark.parametrize("momentum", [None, 0, 0.9], ids=["adam", "plain", "momentum"])
def test_training_is_pytorchs_where_it_is_installed(momentum):
    torch = pytest.importorskip("torch", reason="PyTorch is not installed here: nothing was compared with it")
    layers, loss, points, labels = network(20, 2, 8, 3, seed=0)
    copies = [torch.tensor(a.copy(), requires_grad=True) for d in layers[::2] for a in (d.weights, d.biases)]
    if momentum is None:
        ours, theirs = Adam(0.05), torch.optim.Adam(copies, 0.05, eps=1e-7)
    else:
        ours, theirs = SGD(0.1, momentum=momentum), torch.optim.SGD(copies, 0.1, momentum)
    inputs, targets = torch.tensor(points), torch.tensor(labels.astype(int))
    for _ in range(100):
        theirs.zero_grad()
        hidden = torch.relu(inputs @ copies[0] + copies[1])
        cost = torch.nn.functional.cross_entropy(hidden @ copies[2] + copies[3], targets)
        cost.backward()
        assert math.isclose(forward(layers, loss, points, labels), cost.item(), rel_tol=1e-7)
        backward(layers, loss)
        ours.step(*layers[::2])
        theirs.step()
