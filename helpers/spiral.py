"""The spiral that lessons 07 to 09 learn, and the network that they train on it: for pictures and checks."""

import numpy as np

from .layers import Dense, ReLU, SoftmaxLoss


def gate(x):
    """Nearly the chance that a number drawn from the normal distribution is below x; 0.0002 off at most."""
    return (1 + np.tanh(0.79788456 * (x + 0.044715 * x * x * x))) / 2


def gelu_slope(x):
    """Return the slope of x * gate(x)."""
    return gate(x) + 1.59576912 * x * gate(x) * (1 - gate(x)) * (1 + 0.134145 * x**2)


# By name, each activation and its slope. `sigmoid` by tanh, which never overflows.
CURVES = {
    "none": (lambda x: x, np.ones_like),
    "ReLU": (lambda x: np.maximum(0, x), lambda x: np.where(x > 0, 1.0, 0.0)),
    "leaky ReLU": (lambda x: np.maximum(0.01 * x, x), lambda x: np.where(x > 0, 1.0, 0.01)),
    "GELU": (lambda x: x * gate(x), gelu_slope),
    "tanh": (np.tanh, lambda x: 1 - np.tanh(x) ** 2),
    "sigmoid": (lambda x: (1 + np.tanh(x / 2)) / 2, lambda x: (1 - np.tanh(x / 2) ** 2) / 4),
}


def spiral(samples=100, seed=0):
    """Return what `spiral_data(samples, 3)` of nnfs gives after `np.random.seed(seed)`, and the generator after it.

    The points are (3 * samples, 2) floats, the labels (3 * samples,) integers. NumPy's own random numbers, which
    are the learner's, stay where they are.
    """
    random, radius = np.random.RandomState(seed), np.linspace(0, 1, samples)
    turns = [np.linspace(4 * arm, 4 * arm + 4, samples) + 0.2 * random.randn(samples) for arm in range(3)]
    angles = 2.5 * np.concatenate(turns)
    points = np.tile(radius, 3)[:, None] * np.stack([np.sin(angles), np.cos(angles)], axis=1)
    return points, np.repeat(np.arange(3), samples), random


def dense(weights, biases):
    """Return a dense layer with these numbers, none of them drawn."""
    layer = Dense.__new__(Dense)
    layer.weights, layer.biases = weights, biases
    return layer


class Activation:
    """A layer of one of the `CURVES`."""

    def __init__(self, name):
        self.curve, self.slope = CURVES[name]

    def forward(self, inputs):
        self.inputs = inputs
        return self.curve(inputs)

    def backward(self, d_output):
        return d_output * self.slope(self.inputs)


class Network:
    """Two inputs, 64 hidden neurons, an activation, three classes, from the wide start drawn by `random`."""

    def __init__(self, random, activation=ReLU):
        weights, others = 3 * random.randn(2, 64), 0.01 * random.randn(64, 3)
        self.first, self.second = dense(weights, random.randn(1, 64)), dense(others, np.zeros((1, 3)))
        self.activation, self.loss = activation(), SoftmaxLoss()

    def forward(self, points):
        """Return the logits, shape (samples, 3)."""
        return self.second.forward(self.activation.forward(self.first.forward(points)))

    def train(self, points, labels, optimizer, epochs):
        """Yield the loss before each of `epochs` steps, and after the last."""
        yield self.loss.forward(self.forward(points), labels)
        for _ in range(epochs):
            self.first.backward(self.activation.backward(self.second.backward(self.loss.backward())))
            optimizer.step(self.first, self.second)
            yield self.loss.forward(self.forward(points), labels)
