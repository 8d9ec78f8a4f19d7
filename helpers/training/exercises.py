"""Lesson 07: a step, a rate for two weights, what is right, a start, a rate for 64 neurons, four faults."""

import functools

import numpy as np

from ..engine.judge import Function, no_function
from ..engine.run import as_before, kind_of, numbers, run
from ..engine.values import Find, Value
from ..engine.verdict import Verdict
from ..layers import SGD
from ..spiral import Network, spiral
from .pictures import bowl, descend, told


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
            f"At rate {rate:g} every step jumps across the valley and comes no nearer to its floor: 20 steps end at "
            f"{told(end)}. Take a smaller one."
        )
    for other in np.arange(0.05, 0.25, 0.01):
        if np.isclose(bowl(descend(other, 20))[-1], rate, rtol=1e-4):
            return f"{rate:g} is the loss after 20 steps at rate {other:g}. The rate is asked for, not the loss."
    far = "still on its way" if rate < 0.142 else "still jumping from side to side"
    losses = bowl(descend(rate, 1000))
    needed = f", and takes {np.argmax(losses < 0.01)} steps to come below 0.01" if losses.min() < 0.01 else ""
    return f"At rate {rate:g} the loss after 20 steps is {told(end)}: {far}{needed}. After 20 it is to be below 0.01."


def right_one_by_one(X, y, w1, b1, w2, b2):
    sums = np.einsum("si,ih->sh", X, w1) + b1
    scores = np.einsum("sh,hc->sc", np.where(sums > 0, sums, 0), w2) + b2
    return sum(row.index(max(row)) == label for row, label in zip(scores.tolist(), y.tolist()))


def small_network(seed, samples, neurons):
    """Return points, their labels and a network's four arrays, of numbers that are short to read."""
    random = np.random.default_rng(seed)
    shapes = (samples, 2), (2, neurons), (1, neurons), (neurons, 3), (1, 3)
    X, *arrays = (random.integers(-8, 9, shape) / 4 for shape in shapes)
    return X, random.integers(0, 3, samples), *arrays


class Start:
    """An exercise whose answer is a function that draws the four arrays of a network."""

    probes = ((5,),)

    def from_book(self, entry):
        return self  # the book holds a solution for whoever kept none, and no slips: what is drawn is no one's twice

    def judge(self, answer):
        if said := no_function(answer):
            return Verdict(False, said)
        drawn = []

        def call(neurons):
            start = answer(neurons)
            several = isinstance(start, (list, tuple))
            drawn.append([numbers(each) for each in start] if several else start)
            return 0 if several else start

        call = functools.partial(call)
        call.__code__ = getattr(answer, "__code__", None)  # an error is looked for in the learner's lines
        with as_before(answer):
            for neurons in (5, 400, 400):
                result = run(call, (neurons,))
                if result.fault:
                    return Verdict(False, result.fault)
                said = self._wrong(drawn[-1], neurons)
                if said and "has the shape" in said and "`b2`" not in said and not run(call, (6,)).fault:
                    if (self._wrong(drawn[-1], 6) or "").partition(";")[0] == said.partition(";")[0]:
                        said += " For 6 neurons it is the same: `neurons` has no say in it."
                if said:
                    return Verdict(False, f"{said} (The check asked for {neurons} neurons.)")
        if np.array_equal(drawn[1][0], drawn[2][0]):
            return Verdict(False, "Each call gives the same numbers. Leave the seed to whoever calls the function.")
        return Verdict(True, "Right: large enough to move, and no two neurons alike.")

    @staticmethod
    def _wrong(start, neurons):
        """Return what is wrong with the four arrays, or None; how they are spread only where they are many."""
        if not isinstance(start, (list, tuple)) or len(start) != 4:
            return f"Return four arrays in a list, `[w1, b1, w2, b2]`. You return {kind_of(start)}."
        wanted = (2, neurons), (1, neurons), (neurons, 3), (1, 3)
        shapes = [np.shape(each) for each in start]
        if shapes != [*wanted] and sorted(shapes) == sorted(wanted):
            return "The four arrays stand in another order: `[w1, b1, w2, b2]` is wanted."
        for name, array, shape in zip(("w1", "b1", "w2", "b2"), start, wanted):
            if array is None or array.shape != shape:
                return f"`{name}` has the shape {np.shape(start[list(wanted).index(shape)])}; {shape} is wanted."
        w1, b1, w2, b2 = start
        if np.any(b2 != 0):
            return "The last biases `b2` are to be 0."
        for name, array, size in (("w1", w1, 3), ("b1", b1, 1), ("w2", w2, 0.01)):
            if np.all(array == array.ravel()[0]):
                return f"All numbers of `{name}` are the same. Draw each by itself, with `np.random.randn`."
            if len(np.unique(array)) < 0.9 * array.size:
                return f"Some numbers of `{name}` stand in several places. Draw each by itself, with `np.random.randn`."
            if neurons > 100:
                if abs(array.mean()) > 0.2 * array.std():
                    if (array > 0).all() and array.std() > array.mean() / 2:  # evenly from 0 on
                        return f"`{name}` has no number below 0: `np.random.rand` draws from 0 to 1, `randn` around 0."
                    return (
                        f"`{name}` lies around {array.mean():.2g}, and is to lie around 0. Adding a number moves all "
                        "of them to one side: multiply `np.random.randn` to make its numbers larger or smaller."
                    )
                if not 0.8 < array.std() / size < 1.25:
                    about = float(f"{array.std():.2g}")
                    return f"`{name}` has numbers of about {about:g}. They are to be about {size}."
        return None


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
        return said + "the steps are so long that they carry neurons below 0 for every point. Take a smaller rate."
    other = "a larger" if rate < 2 else "another"
    return said + f"fewer than 5 are dead, but the loss is to be below 0.73. Take {other} rate."


EXERCISES = {
    "update": Function(
        reference=lambda weights, gradient, rate: np.subtract(weights, np.multiply(rate, gradient)),
        probes=[
            ([1.0, 2.0], [0.5, -3.0], 0.1),
            ([[3.0, 1.0, -2.0], [0.5, 0.0, 4.0]], [[3.0, 8.0, 0.0], [-1.0, 2.0, 0.25]], 0.5),
            ([4.0], [-2.0], 2.0),
            ([0.12345, -1.0], [4.321, 2.0], 0.0123),
        ],
        praise="Each weight goes against its slope, by the rate times the slope.",
    ),
    "count_right": Function(
        reference=right_one_by_one,
        probes=[small_network(seed, *sizes) for seed, sizes in enumerate([(4, 5), (9, 2), *[(30, 6)] * 7], 8)]
        + [small_network(23, 2, 3)],  # the largest score of all is in the first row
        praise="From points to scores, from scores to classes, and from classes to a number.",
    ),
    "wide_start": Start(),
    "rate_for_two": Find(rate_for_two, praise="Short enough to come to rest, long enough to get there."),
    "rate_for_all": Find(rate_for_all, praise="Few neurons are lost, and the loss falls."),
    "name_the_faults": Value(praise="The loss and the count told them apart."),
}
