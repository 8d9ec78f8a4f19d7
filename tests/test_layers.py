"""The layers against oracles that share no code with them: plain Python floats, one number at a time."""

import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from helpers.layers import Dense, ReLU, Softmax, SoftmaxLoss

DTYPES = [np.float16, np.float32, np.float64, np.int8, np.int32, np.int64, np.uint8, np.uint64]


def batches(dtypes=DTYPES, limit=50, least=2):
    def arrays(dtype):
        low = 0 if np.dtype(dtype).kind == "u" else -limit
        values = (
            st.floats(low, limit, width=np.dtype(dtype).itemsize * 8)
            if np.dtype(dtype).kind == "f"
            else st.integers(low, limit)
        )
        return hnp.arrays(dtype, hnp.array_shapes(min_dims=least, max_dims=2, max_side=5), elements=values)

    return st.sampled_from(dtypes).flatmap(arrays)


def oracle_softmax(row):
    """softmax of one row: 1 / sum over l of e**(z_l - z_j), with no maximum and no array in sight."""
    return [1 / math.fsum(math.exp(min(700, other - one)) for other in row) for one in row]


@given(batches(least=1))
def test_relu_is_the_larger_of_0_and_x(batch):
    before = batch.copy()
    layer = ReLU()
    output = layer.forward(batch)
    assert output is layer.output
    assert output.shape == batch.shape and output.dtype == batch.dtype
    assert output.ravel().tolist() == [max(0, x) for x in batch.ravel().tolist()]
    assert np.array_equal(batch, before)


@given(batches(limit=300, dtypes=[np.float64, np.int64, np.uint64, np.int32]))
def test_softmax_against_plain_python(batch):
    before = batch.copy()
    layer = Softmax()
    output = layer.forward(batch)
    assert output is layer.output and output.shape == batch.shape
    assert np.allclose(output, [oracle_softmax(row) for row in batch.tolist()], rtol=1e-12, atol=1e-300)
    assert np.array_equal(batch, before)


@given(batches(limit=100))
def test_softmax_of_any_dtype_sums_to_1(batch):
    output = Softmax().forward(batch)
    assert output.dtype == (batch.dtype if batch.dtype.kind == "f" else np.float64)
    assert np.allclose(output.astype(float).sum(axis=1), 1, atol=5e-3 if output.dtype == np.float16 else 1e-6)


def test_softmax_survives_what_overflows_and_what_wraps_around():
    assert np.allclose(Softmax().forward([[1000, 1001], [-800, 0]]), [[0.26894142, 0.73105858], [0, 1]])
    far_apart = [[np.iinfo(np.int64).min, np.iinfo(np.int64).max]]
    assert Softmax().forward(far_apart).tolist() == [[0, 1]]
    assert Softmax().forward([[-np.inf, 0.0]]).tolist() == [[0, 1]]


@given(st.integers(1, 4), st.integers(1, 4), st.integers(1, 4), st.sampled_from(DTYPES), st.randoms())
def test_dense_against_plain_python(samples, n_inputs, n_neurons, dtype, random):
    layer = Dense(n_inputs, n_neurons)
    assert layer.weights.shape == (n_inputs, n_neurons) and layer.biases.tolist() == [[0] * n_neurons]
    layer.biases[0] = [random.uniform(-1, 1) for _ in range(n_neurons)]
    batch = np.array([[random.randint(0, 9) for _ in range(n_inputs)] for _ in range(samples)], dtype=dtype)
    output = layer.forward(batch)
    assert output is layer.output
    wanted = [
        [math.fsum(int(x) * w for x, w in zip(row, column, strict=True)) + b for column, b in zip(W, B, strict=True)]
        for W, B in [(layer.weights.T.tolist(), layer.biases[0].tolist())]
        for row in batch
    ]
    assert np.allclose(output, wanted)
    assert np.array_equal(output, layer.forward(batch.tolist()))


BAD = {
    "empty": ([], "shape (0,)"),
    "ragged": ([[1, 2], [3]], "different lengths"),
    "text": (["a", "b"], "dtype <U1"),
    "text in rows": ([["1", "2"]], "shape (1, 2)"),
    "none": ([None, 1], "dtype object"),
    "complex": ([[1j]], "dtype complex128"),
}


WANTED = {"any shape": ReLU(), "(samples, classes)": Softmax(), "(samples, 2)": Dense(2, 3)}


@pytest.mark.parametrize("wanted", WANTED)
@pytest.mark.parametrize("bad", BAD)
def test_bad_input_is_named_with_what_is_wanted(wanted, bad):
    inputs, words = BAD[bad]
    with pytest.raises(ValueError) as error:
        WANTED[wanted].forward(inputs)
    assert words in str(error.value) and f"wanted {wanted}" in str(error.value)


@pytest.mark.parametrize(
    "layer, inputs, got, wanted",
    [
        (Softmax(), [1, 2, 3], "(3,)", "(samples, classes)"),
        (Softmax(), np.ones((2, 3, 4)), "(2, 3, 4)", "(samples, classes)"),
        (Dense(2, 3), [1, 2], "(2,)", "(samples, 2)"),
        (Dense(2, 3), np.ones((5, 3)), "(5, 3)", "(samples, 2)"),
        (Dense(2, 3), np.ones((5, 2, 4)), "(5, 2, 4)", "(samples, 2)"),
    ],
)
def test_a_wrong_shape_is_named_with_the_right_one(layer, inputs, got, wanted):
    with pytest.raises(ValueError) as error:
        layer.forward(inputs)
    assert got in str(error.value) and wanted in str(error.value)


def test_a_layer_of_no_neurons_is_refused():
    with pytest.raises(ValueError, match=r"Dense\(2, 0\)"):
        Dense(2, 0)


def test_weights_start_small_and_random():
    np.random.seed(7)
    weights = Dense(1, 1).weights, Dense(2, 3).weights
    np.random.seed(7)
    assert np.array_equal(weights[0], 0.01 * np.random.randn(1, 1))
    assert np.array_equal(weights[1], 0.01 * np.random.randn(2, 3))


sizes = st.integers(1, 5)
LABELS = st.sampled_from([np.uint8, np.int8, np.int64, np.uint64])


@given(hnp.arrays(float, st.tuples(sizes, sizes), elements=st.floats(-300, 300)), st.data(), LABELS)
def test_the_loss_against_plain_python(logits, data, label_dtype):
    samples, classes = logits.shape
    labels = data.draw(st.lists(st.integers(0, classes - 1), min_size=samples, max_size=samples))
    wanted = [-math.log(oracle_softmax(row)[label]) for row, label in zip(logits.tolist(), labels, strict=True)]
    loss = SoftmaxLoss()
    assert np.isclose(loss.forward(logits, np.array(labels, label_dtype)), math.fsum(wanted) / samples, atol=1e-12)
    assert np.allclose(loss.backward().sum(axis=1), 0, atol=1e-12)
    assert np.array_equal(loss.backward(), loss.backward())


def test_the_loss_survives_what_underflows():
    loss = SoftmaxLoss()
    assert loss.forward([[0, -800], [3, 3]], [1, 0]) == (800 + math.log(2)) / 2
    assert loss.backward().tolist() == [[0.5, -0.5], [-0.25, 0.25]]
    assert loss.forward([[0, -np.inf]], [0]) == 0 and loss.forward([[0, -np.inf]], [1]) == np.inf
    assert loss.forward(np.array([[0, 200]], np.uint8), [0]) == 200


def test_relu_lets_nothing_back_at_0_whatever_comes():
    relu = ReLU()
    relu.forward([[-1.0, 0.0, 2.0, -3.0]])
    assert relu.backward([[5, 5, -5, np.inf]]).tolist() == [[0, 0, -5, 0]]


@pytest.mark.parametrize(
    "labels", [[0, 3], [-1, 0], [0], [[0], [1]], [[1, 0, 0], [0, 1, 0]], [0.0, 1.0], [True, False]]
)
def test_labels_that_are_no_class_numbers_are_refused(labels):
    with pytest.raises(ValueError, match="wanted"):
        SoftmaxLoss().forward(np.ones((2, 3)), labels)


def test_a_gradient_of_another_shape_is_refused():
    relu, dense = ReLU(), Dense(2, 3)
    for layer, inputs in ((relu, np.ones((4, 3))), (dense, np.ones((4, 2)))):
        layer.forward(inputs)
        with pytest.raises(ValueError, match=re.escape("got a gradient of shape (3,); wanted (4, 3)")):
            layer.backward([1, 1, 1])
