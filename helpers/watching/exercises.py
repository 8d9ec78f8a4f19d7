"""Lesson 08: a step that remembers, a momentum for two weights, a decayed rate, two gates, a network of one's own."""

import numpy as np

from ..engine.judge import Function
from ..engine.run import STUB, kind_of, numbers
from ..engine.values import Find
from ..engine.verdict import Verdict
from ..spiral import CURVES, spiral
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
    why = (
        "it is still on its way, so keep more"
        if momentum < 0.65
        else "it still swings about the lowest point, so keep less"
    )
    return f"With momentum {momentum:g} the loss after 20 steps is {told(end)}: {why} of the last step."


BATCH = np.array([[1.5, -2.0, 0.0], [-0.5, 3.0, 0.25]]), np.array([[2.0, 4.321, -3.0], [-1.0, -0.5, 0.5]])


class OwnNetwork:
    """An exercise whose answer is a trained network: its four arrays, judged by a forward pass of the check's own."""

    least = 270

    def judge(self, answer):
        if answer is ... or answer is None:
            return Verdict(False, STUB)
        if not isinstance(answer, (list, tuple)) or len(answer) != 4:
            many = f" of {len(answer)}" if isinstance(answer, (list, tuple)) else ""
            return Verdict(False, f"The check wants your four arrays in a list, and got {kind_of(answer)}{many}: "
                                  "[weights, biases, weights, biases].")  # fmt: skip
        arrays = [numbers(each) for each in answer]
        if any(each is None for each in arrays):
            return Verdict(False, "One of the four is not an array of numbers: give the layers' weights and biases.")
        said = self._misshapen(*(each.shape for each in arrays)) or self._worth(arrays)
        return said if isinstance(said, Verdict) else Verdict(False, said)

    @staticmethod
    def _misshapen(w1, b1, w2, b2):
        if len(w1) == len(w2) == 2 and w1[0] != 2 and w1[1] == 2:
            return f"The first weights have the shape {w1}: one row for each input is wanted, (2, neurons)."
        if len(w1) != 2 or len(w2) != 2 or w1[0] != 2 or w2[1] != 3 or w1[1] != w2[0]:
            return (
                f"The weights have the shapes {w1} and {w2}: (2, neurons) and (neurons, 3) are wanted, in this order."
            )
        for which, biases, wide in (("first", b1, w1[1]), ("second", b2, 3)):
            if biases not in ((wide,), (1, wide)):
                return f"The {which} biases have the shape {biases}: one for each neuron is wanted, (1, {wide})."
        return None

    def _worth(self, arrays):
        points, labels, _ = spiral()
        with np.errstate(all="ignore"):
            right = {name: int(np.sum(np.argmax(logits(points, arrays, name), axis=1) == labels)) for name in CURVES}
            dead = np.all(points @ arrays[0] + arrays[1] <= 0)
        if not all(np.isfinite(each).all() for each in arrays):
            return "Some of your numbers are nan or infinite: the steps were too long. Take a smaller rate."
        if right["ReLU"] >= self.least:
            return Verdict(True, f"Right: your network gets {right['ReLU']} of the 300 points right. It is yours.")
        said = (
            f"{right['ReLU']} of the 300 points are right, with ReLU after the first layer; {self.least} are wanted. "
        )
        other = max(right, key=right.get)
        if right[other] >= self.least:
            return said + f"With {other} it would be {right[other]}: train with ReLU, which the check uses."
        if dead:
            return said + "Every hidden neuron is dead: the steps were too long. Take a smaller rate."
        if right["ReLU"] < 140:
            return (
                said
                + "That is not far from guessing: did it train at all, from the wide start, on the points of seed 0?"
            )
        return said + "Train longer, up to 1500 epochs, or try another rate, momentum, or Adam."


EXERCISES = {
    "momentum_step": Function(
        reference=lambda last, gradient, rate, momentum: np.multiply(momentum, last) + np.multiply(-rate, gradient),
        probes=PAIRS,
        praise="What is left of the last step, and the new one on top.",
    ),
    "momentum_for_two": Find(
        momentum_for_two, praise="It arrives in 20 steps where plain steps are still on their way."
    ),
    "decayed_rate": Function(
        reference=lambda rate, decay, steps: rate * (1.0 + decay * steps) ** -1,
        probes=[(0.5, 0.1, 10), (0.03, 0.001, 1500), (1.0, 0.01, 0), (2.0, 0.25, 3), (0.5, 0.0, 7)],
        praise="At the first step the rate is whole; after 1 / decay steps it is half.",
    ),
    "leaky_backward": Function(
        reference=lambda inputs, d_output: np.multiply(
            d_output, np.array([[0.01, 1.0][int(x > 0)] for x in np.ravel(inputs)]).reshape(np.shape(inputs))
        ),
        probes=[([[2.0, -1.0]], [[-3.0, 5.0]]), BATCH],
        praise="A hundredth goes back where ReLU lets nothing through, so no neuron is lost for good.",
    ),
    "sigmoid_backward": Function(
        reference=lambda output, d_output: np.array(d_output) * (np.array(output) - np.square(output)),
        probes=[
            ([[0.5, 0.9]], [[1.0, -2.0]]),
            ([[0.2, 0.75, 0.01], [0.999, 0.4, 0.6]], [[3.0, -1.0, 2.0], [4.0, 0.0, -0.5]]),
        ],
        praise="It needs only its output, which the layer has kept.",
    ),
    "own_network": OwnNetwork(),
}
