"""What the lessons build, in its final form: the layers `Dense`, `ReLU` and `Softmax`, the loss, and what trains them.

Formulas after H. Kinsley and D. Kukieła, *Neural Networks from Scratch in Python* (2020), chapters 3 to 10; the loss
takes logits, where the book clips probabilities.
`forward(inputs)` returns a layer's output and keeps it as `.output`. `backward(d_output)` takes the gradient of the
loss by that output and returns the gradient by the layer's inputs, of the same shape as they; it divides by nothing.
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


def like(d_output, output):
    """Return `d_output` as floats, or raise ValueError when its shape is not that of `output`."""
    gradient = np.asarray(d_output, dtype=float)
    if gradient.shape != output.shape:
        raise ValueError(f"got a gradient of shape {gradient.shape}; wanted {output.shape}, one number for each output")
    return gradient


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
    d_weights, d_biases : the gradients of the loss, shaped as what they belong to, after the first `backward`
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
        self.inputs = batch
        self.output = np.dot(batch, self.weights) + self.biases
        return self.output

    def backward(self, d_output):
        """Keep `.d_weights` and `.d_biases`; return the gradient by the inputs, shape (samples, n_inputs).

        `d_output` has shape (samples, n_neurons); ValueError otherwise.
        """
        d_output = like(d_output, self.output)
        self.d_weights = np.dot(self.inputs.T, d_output)
        self.d_biases = np.sum(d_output, axis=0, keepdims=True)
        return np.dot(d_output, self.weights.T)


class ReLU:
    """The rectified linear unit: x where x > 0, and 0 elsewhere (at x = 0 as well)."""

    def forward(self, inputs):
        """Return max(0, x) for every x of `inputs`: the same shape, the same dtype.

        `inputs` has any shape, any float or integer dtype; ValueError when empty, ragged or not numbers.
        """
        self.output = np.maximum(0, numbers(inputs, "any shape"))
        return self.output

    def backward(self, d_output):
        """Return `d_output` where the output is above 0, and 0 elsewhere. ValueError for any other shape."""
        return np.where(self.output > 0, like(d_output, self.output), 0)


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


class SoftmaxLoss:
    """Softmax and cross-entropy in one: how wrong the logits are about the labels, in float64, without overflow."""

    def forward(self, logits, labels):
        """Return the mean over the samples of -log p, p being the probability of the sample's own class.

        `logits` have shape (samples, classes), `labels` (samples,): class numbers of any integer dtype, from 0;
        ValueError otherwise. A class whose logit is -inf costs inf where it is the label, and nothing elsewhere.
        """
        logits = numbers(logits, "(samples, classes)").astype(float)
        if logits.ndim != 2:
            raise ValueError(f"got logits of shape {logits.shape}; wanted (samples, classes), one sample per row")
        labels = numbers(labels, "(samples,)")
        samples, classes = logits.shape
        if labels.dtype.kind not in "iu" or labels.shape != (samples,):
            raise ValueError(
                f"got labels of dtype {labels.dtype}, shape {labels.shape}; wanted ({samples},) of integers"
            )
        if labels.min() < 0 or labels.max() >= classes:
            raise ValueError(f"got labels from {labels.min()} to {labels.max()}; wanted 0 to {classes - 1}")
        shifted = logits - np.max(logits, axis=1, keepdims=True)
        log_p = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
        self.picked = np.arange(samples), labels
        self.probabilities = np.exp(log_p)
        self.output = -np.mean(log_p[self.picked])
        return self.output

    def backward(self):
        """Return the gradient of the loss by the logits: (p - 1 at the label, p elsewhere) / samples."""
        d_logits = self.probabilities.copy()
        d_logits[self.picked] -= 1
        return d_logits / len(d_logits)


class SGD:
    """Steps against the gradient, each rate / (1 + decay * steps made) times it.

    With a momentum above 0 a step is the last one times the momentum, and the plain one on top.
    """

    def __init__(self, rate=1.0, decay=0.0, momentum=0.0):
        self.rate, self.decay, self.momentum = rate, decay, momentum
        self.steps, self.last = 0, {}

    def step(self, *layers):
        """Change `.weights` and `.biases` of each layer by one step, from its `.d_weights` and `.d_biases`."""
        rate = self.rate / (1 + self.decay * self.steps)
        self.steps += 1
        for layer in layers:
            for name in ("weights", "biases"):
                step = self.momentum * self.last.get((layer, name), 0) - rate * getattr(layer, "d_" + name)
                self.last[layer, name] = step
                setattr(layer, name, getattr(layer, name) + step)


class Adam:
    """Steps of about one rate for every number: the gradient's running mean over the root of its running square.

    `keep` and `keep_squares` are what the two running means keep of their past; both are divided by the share of
    the past that they have seen so far. `tiny` keeps the division from 0 / 0.
    """

    def __init__(self, rate=0.001, decay=0.0, keep=0.9, keep_squares=0.999, tiny=1e-7):
        self.rate, self.decay, self.keep, self.keep_squares, self.tiny = rate, decay, keep, keep_squares, tiny
        self.steps, self.means = 0, {}

    def step(self, *layers):
        """Change `.weights` and `.biases` of each layer by one step, from its `.d_weights` and `.d_biases`."""
        rate = self.rate / (1 + self.decay * self.steps)
        self.steps += 1
        for layer in layers:
            for name in ("weights", "biases"):
                gradient = getattr(layer, "d_" + name)
                mean, square = self.means.get((layer, name), (0, 0))
                mean = self.keep * mean + (1 - self.keep) * gradient
                square = self.keep_squares * square + (1 - self.keep_squares) * gradient**2
                self.means[layer, name] = mean, square
                mean = mean / (1 - self.keep**self.steps)
                square = square / (1 - self.keep_squares**self.steps)
                setattr(layer, name, getattr(layer, name) - rate * mean / (np.sqrt(square) + self.tiny))
