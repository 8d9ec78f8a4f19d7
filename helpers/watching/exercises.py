"""Lesson 08: a step that remembers, a momentum for two weights, a gate, the loop, a network of one's own."""

import numpy as np

from ..engine.judge import Function
from ..engine.looks import joined
from ..engine.run import kind_of, numbers
from ..engine.values import Find, no_value
from ..engine.verdict import Verdict
from ..layers import SGD, ReLU, SoftmaxLoss
from ..spiral import CURVES, dense, spiral
from ..training.exercises import small_network
from ..training.pictures import bowl, descend, told
from .pictures import logits

PAIRS = [
    ([0.5, -1.0], [2.0, 4.0], 0.1, 0.9),
    ([0.0, 0.0], [1.0, -3.0], 0.5, 0.5),
    ([[2.0, -0.5, 1.0], [0.25, 3.0, -1.0]], [[0.0, 1.5, -2.0], [4.0, 0.5, 1.0]], 0.2, 0.75),
]


def momentum_for_two(momentum):
    if momentum.size != 1:
        return "Give one momentum, a single number."
    momentum = float(momentum.reshape(()))
    if not 0 <= momentum < 1:
        return "Give a momentum of at least 0 and below 1: it is the share of the last step that is kept."
    end = bowl(descend(0.05, 20, momentum))[-1]
    if end < 0.01:
        return None
    if momentum == 0:
        return (
            f"Momentum 0 keeps nothing: 20 plain steps end with a loss of {told(end)}. If a search says 0, does its "
            "last step begin at 0 in every round, and not once before the loop?"
        )
    why = (
        "it is still on its way, so keep more"
        if momentum < 0.65
        else "it still swings about the lowest point, so keep less"
    )
    return f"With momentum {momentum:g} the loss after 20 steps is {told(end)}: {why} of the last step."


# What the solution of the loop is made of: the exercises of lessons 01, 06 and 07, as their stubs name them.
def layer_output(inputs, weights, biases):
    return np.maximum(0, inputs @ weights + biases)


def loss_gradient(logits, y):
    loss = SoftmaxLoss()
    loss.forward(logits, y)
    return loss.backward()


def weight_gradient(inputs, d):
    return inputs.T @ d


def bias_gradient(d):
    return np.sum(d, axis=0, keepdims=True)


def input_gradient(d, weights):
    return d @ weights.T


def relu_backward(inputs, d):
    return np.where(inputs > 0, d, 0)


def update(weights, gradient, rate):
    return weights - rate * gradient


def by_layers(X, y, w1, b1, w2, b2, rate, epochs):
    """Return the four arrays after training, all in one row, as the judge sees several arrays."""
    first, relu, second, loss, walker = dense(w1, b1), ReLU(), dense(w2, b2), SoftmaxLoss(), SGD(rate)
    for _ in range(epochs):
        loss.forward(second.forward(relu.forward(first.forward(X))), y)
        first.backward(relu.backward(second.backward(loss.backward())))
        walker.step(first, second)
    return np.concatenate([np.ravel(each) for layer in (first, second) for each in (layer.weights, layer.biases)])


class OwnNetwork:
    """An exercise whose answer is a trained network: its four arrays, judged by a forward pass of the check's own."""

    least, seed = 260, 7

    def judge(self, answer):
        if said := no_value(answer, "your four arrays in a list"):
            return Verdict(False, said)
        if not isinstance(answer, (list, tuple)) or len(answer) != 4:
            many = f" of {len(answer)}" if isinstance(answer, (list, tuple)) else ""
            return Verdict(False, f"The check wants your four arrays in a list, and got {kind_of(answer)}{many}: "
                                  "[weights, biases, weights, biases].")  # fmt: skip
        arrays = [numbers(each) for each in answer]
        if any(each is None for each in arrays):
            return Verdict(False, "One of the four is not an array of numbers: give the layers' weights and biases.")
        said = self._misshapen([each.shape for each in arrays]) or self._worth(arrays)
        return said if isinstance(said, Verdict) else Verdict(False, said)

    @staticmethod
    def _misshapen(shapes):
        neurons = max((shape[-1] for shape in shapes if len(shape) == 2 and shape[0] == 2), default=64)
        wanted = (2, neurons), (1, neurons), (neurons, 3), (1, 3)
        if all(shape == want or (1, *shape) == want for shape, want in zip(shapes, wanted)):
            return None
        told = f"The four have the shapes {joined(list(map(str, shapes)))}. "
        if sorted(shapes) == sorted(wanted):
            return f"{told}These are the right ones in another order: {joined(list(map(str, wanted)))} are wanted."
        if shapes[0][::-1] == (2, shapes[0][0]):
            return f"{told}In the first there is to be one row for each input, (2, neurons): turn it round."
        return f"{told}(2, neurons), (1, neurons), (neurons, 3), (1, 3) are wanted, in this order."

    def _worth(self, arrays):
        points, labels, _ = spiral(seed=self.seed)
        if not all(np.isfinite(each).all() for each in arrays):
            return "Some of your numbers are nan or infinite: the steps led away. Are they down the slope, and short?"
        with np.errstate(all="ignore"):
            scores = {name: logits(points, arrays, name) for name in CURVES}
            right = {name: int(np.sum(np.argmax(each, axis=1) == labels)) for name, each in scores.items()}
            dead = int(np.all(points @ arrays[0] + arrays[1] <= 0, axis=0).sum())
            loss = SoftmaxLoss().forward(scores["ReLU"], labels)
        if right["ReLU"] >= self.least:
            return Verdict(True, f"Right: your network gets {right['ReLU']} of the 300 points right. It is yours.")
        said = (
            f"{right['ReLU']} of the 300 points are right, with ReLU after the first layer; {self.least} are wanted. "
        )
        other = max(right, key=right.get)
        if right[other] >= self.least:
            return said + f"With {other} it would be {right[other]}: train with ReLU, which the check uses."
        for seed in range(10):
            points, labels, _ = spiral(seed=seed)
            of_seed = int(np.sum(np.argmax(logits(points, arrays, "ReLU"), axis=1) == labels))
            if of_seed >= self.least:
                return said + f"Of the points of seed {seed} it would be {of_seed}: train on those of seed {self.seed}."
        if not arrays[3].any():
            return said + "Your last biases are all 0, as at the start: are these the arrays from before the training?"
        if (arrays[0] == arrays[0][:, :1]).all():
            return said + "All hidden neurons have the same weights. Start from numbers drawn by chance, and wide."
        if dead > arrays[0].shape[1] / 2:
            return (
                said
                + f"{dead} of {arrays[0].shape[1]} hidden neurons are dead. Shorter steps leave more of them alive."
            )
        if not loss < 2 * np.log(3):
            return (
                said + f"The loss is {loss:.3g}, far more than the {np.log(3):.3g} of knowing nothing: the steps led "
                "away. Are they down the slope, and short?"
            )
        if right["ReLU"] < 140:
            return (
                said
                + "That is not far from guessing: did it train at all, from the wide start, on the points of seed 7?"
            )
        return (
            said + "Plain steps take far longer: is there momentum, and does each array's last step begin at 0 once, "
            "before the loop? Then train longer, or try another rate, momentum or decay."
        )


EXERCISES = {
    "momentum_step": Function(
        reference=lambda last, gradient, rate, momentum: np.multiply(momentum, last) + np.multiply(-rate, gradient),
        probes=PAIRS,
        praise="What is left of the last step, and the plain one on top.",
    ),
    "momentum_for_two": Find(
        momentum_for_two, praise="It arrives in 20 steps where plain steps are still on their way."
    ),
    "sigmoid_backward": Function(
        reference=lambda output, d_output: np.array(d_output) * (np.array(output) - np.square(output)),
        probes=[
            ([[0.5, 0.9]], [[1.0, -2.0]]),
            ([[0.2, 0.75, 0.01], [0.999, 0.4, 0.6]], [[3.0, -1.0, 2.0], [4.0, 0.0, -0.5]]),
        ],
        praise="It needs only its output, which the layer has kept.",
    ),
    "own_loop": Function(
        reference=by_layers,
        probes=[
            (*small_network(1, 3, 2), 0.25, 1),
            (*small_network(2, 5, 4), 0.5, 2),
            (*small_network(3, 7, 4), 0.1, 3),
            (*small_network(4, 6, 5), 0.3, 10),
        ],
        praise="Forward, back, and only then a step, as often as you are told: that is training.",
    ),
    "own_network": OwnNetwork(),
}
