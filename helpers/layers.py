"""The layers that the lessons build, in their final form: `Dense`, `ReLU` and `Softmax`.

Formulas after H. Kinsley and D. Kukieła, *Neural Networks from Scratch in Python* (2020), chapters 3 and 4.
Each layer has one method, `forward(inputs)`, which returns its output and keeps it as `.output`.
A batch has one sample per row; the columns are the features of a sample, or its classes.
"""

import numpy as np


def numbers(inputs, wanted):
    """Return `inputs` as an array of floats or integers, or say what is wrong with it.

    Raises ValueError when `inputs` is ragged, empty or not made of real numbers. `wanted` is the shape
    asked for, in words.
    """
    try:
        array = np.asarray(inputs)
    except ValueError:
        raise ValueError(f"the rows have different lengths; wanted {wanted}") from None
    if array.dtype.kind not in "iuf":
        raise ValueError(f"got values of dtype {array.dtype}, shape {array.shape}; wanted {wanted} of numbers")
    if array.size == 0:
        raise ValueError(f"got shape {array.shape}, which holds no numbers; wanted {wanted}")
    return array


class Dense:
    """A fully connected layer: every neuron sees every input.

    Parameters
    ----------
    n_inputs, n_neurons : int
        Features per sample, and neurons in the layer. ValueError if either is below 1.

    Attributes
    ----------
    weights : (n_inputs, n_neurons) floats, drawn from a normal distribution and made small (times 0.01)
    biases : (1, n_neurons) floats, zero at first
    output : (samples, n_neurons) floats, after the first `forward`
    """

    def __init__(self, n_inputs, n_neurons):
        if n_inputs < 1 or n_neurons < 1:
            raise ValueError(f"got Dense({n_inputs}, {n_neurons}); wanted at least one input and one neuron")
        self.weights = 0.01 * np.random.randn(n_inputs, n_neurons)
        self.biases = np.zeros((1, n_neurons))

    def forward(self, inputs):
        """Return `inputs @ weights + biases`, shape (samples, n_neurons).

        `inputs` has shape (samples, n_inputs), any float or integer dtype; ValueError otherwise.
        """
        n_inputs = len(self.weights)
        batch = numbers(inputs, f"(samples, {n_inputs})")
        if batch.ndim != 2 or batch.shape[1] != n_inputs:
            raise ValueError(f"got shape {batch.shape}; wanted (samples, {n_inputs})")
        self.output = np.dot(batch, self.weights) + self.biases
        return self.output


class ReLU:
    """The rectified linear unit: x where x > 0, and 0 elsewhere (at x = 0 as well)."""

    def forward(self, inputs):
        """Return max(0, x) for every x of `inputs`: the same shape, the same dtype.

        `inputs` has any shape, any float or integer dtype; ValueError when empty, ragged or not numbers.
        """
        self.output = np.maximum(0, numbers(inputs, "any shape"))
        return self.output


class Softmax:
    """Turns each row of logits into positive numbers that sum to 1, without overflow."""

    def forward(self, inputs):
        """Return exp(z - m) / sum(exp(z - m)) along each row, m being that row's maximum.

        `inputs` are logits of shape (samples, classes); ValueError otherwise. The output has the same shape,
        float64 for integer logits and the logits' own float dtype elsewhere. A logit of -inf gets
        probability 0; a row in which all are -inf has no class to choose and comes out as nan.
        """
        logits = numbers(inputs, "(samples, classes)")
        if logits.ndim != 2:
            raise ValueError(f"got shape {logits.shape}; wanted (samples, classes), one sample per row: [[1, 2, 3]]")
        if logits.dtype.kind != "f":
            logits = logits.astype(float)  # the difference of two integers can wrap around
        powers = np.exp(logits - np.max(logits, axis=1, keepdims=True))
        self.output = powers / np.sum(powers, axis=1, keepdims=True)
        return self.output
