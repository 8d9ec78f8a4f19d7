"""Lesson 07: a step, a count, a rate for two weights, an order, where bends lie, a rate for 64 neurons, four faults."""

import numpy as np

from ..engine.judge import Function
from ..engine.values import Find, Value
from ..layers import SGD
from ..spiral import Network, spiral
from .pictures import bowl, descend, told

UPDATE = Function(
    reference=lambda weights, gradient, rate: np.subtract(weights, np.multiply(rate, gradient)),
    probes=[
        (np.array([1.0, 2.0]), np.array([0.5, -3.0]), 0.1),
        (np.array([[3.0, 1.0, -2.0], [0.5, 0.0, 4.0]]), np.array([[3.0, 8.0, 0.0], [-1.0, 2.0, 0.25]]), 0.5),
        (np.array([4.0]), np.array([-2.0]), 2.0),
        (np.array([0.12345, -1.0]), np.array([4.321, 2.0]), 0.0123),
    ],
    praise="Against the gradient, and a rate wide.",
)


def rate_for_two(rate):
    if rate.size != 1:
        return "Give one rate, a single number."
    rate = float(rate.reshape(()))
    if not np.isfinite(rate):
        return "The rate must be a finite number."
    end = bowl(descend(rate, 20))[-1]
    if end < 0.01:
        return None
    if rate <= 0:
        return f"At rate {rate:g} the loss does not fall: 20 steps end at {told(end)}. A rate is above 0."
    if rate >= 0.25:
        return (
            f"At rate {rate:g} every step jumps across the valley and lands no nearer to its floor: 20 steps end at "
            f"{told(end)}. Take a smaller one."
        )
    far = "still on its way" if rate < 0.142 else "still jumping from side to side"
    return f"At rate {rate:g} the loss after 20 steps is {told(end)}: {far}. Below 0.01 is wanted."


def both(X, hidden, d_logits, w1, w2, rate):
    d_hidden = np.einsum("sc,hc->sh", d_logits, w2)
    d_hidden[hidden <= 0] = 0
    return np.array(
        [w1 - rate * np.einsum("si,sh->ih", X, d_hidden), w2 - rate * np.einsum("sh,sc->hc", hidden, d_logits)]
    )


def _half_an_epoch(seed, samples, rate):
    random = np.random.default_rng(seed)
    X, w1, w2 = (random.integers(-4, 5, shape) / 2 for shape in ((samples, 3), (3, 3), (3, 3)))
    return X, np.maximum(0, X @ w1), random.integers(-4, 5, (samples, 3)) / 8, w1, w2, rate


ORDER = Function(
    reference=both,
    probes=[_half_an_epoch(seed, samples, rate) for seed, samples, rate in ((1, 2, 0.5), (2, 4, 0.1), (3, 5, 1.0))],
    praise="Every gradient is taken at the same weights, and only then do they move.",
)

LAYER = np.array([[3.0, 0.0, -6.0, 0.5], [4.0, 2.0, 8.0, 0.0]]), np.array([5.0, -1.0, -5.0, 0.0])
BENDS = Function(
    reference=lambda weights, biases: np.array([abs(b) / np.hypot(*w) for w, b in zip(np.transpose(weights), biases)]),
    probes=[
        (LAYER[0][:, :1], LAYER[1][:1]),
        LAYER,
        (np.array([[1.0, -2.0], [5.0, 0.5]]), np.array([2.0, -3.0])),
        (np.array([[0.3, 1.0, -2.0], [0.4, 1.0, 0.0]]), np.array([-0.25, 2.0, 0.5])),
    ],
    praise="Distances below 1 lie within the spiral.",
)


def rate_for_all(rate):
    if rate.size != 1:
        return "Give one rate, a single number."
    rate = float(rate.reshape(()))
    if not 0 < rate <= 1000:
        return "Give a rate above 0, and not above 1000."
    points, labels, random = spiral()
    network = Network(random)
    loss = list(network.train(points, labels, SGD(rate), 500))[-1]
    dead = np.count_nonzero(np.all(network.activation.output == 0, axis=0))
    if loss < 0.73 and dead < 5:
        return None
    said = f"At rate {rate:g}, 500 steps end with a loss of {loss:.2f} and {dead} dead neurons: "
    if dead >= 5:
        return said + "the steps are so long that they throw neurons out of the picture. Take a smaller rate."
    return said + "fewer than 5 are dead, but the loss is to be below 0.73. Take another rate."


EXERCISES = {
    "update": UPDATE,
    "count_numbers": Value(praise="128 + 64 in the first layer, 192 + 3 in the second."),
    "rate_for_two": Find(rate_for_two, praise="Short enough to come to rest, long enough to get there."),
    "mend_order": ORDER,
    "bend_distance": BENDS,
    "rate_for_all": Find(rate_for_all, praise="Few neurons are lost, and the loss falls."),
    "name_the_faults": Value(praise="One number alone would not have told them apart: the loss and the count do."),
}
