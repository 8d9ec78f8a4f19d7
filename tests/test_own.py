"""The learner's own file: only what passed is kept, nothing is overwritten unasked, and it needs nothing of ours."""

import numpy as np
import pytest
from test_judge import typed

from helpers import keep, part
from helpers.layers import Softmax

RIGHT = "def update(weights, gradient, rate):\n    return weights - rate * gradient\n"
OTHER = "def step(w, g, r):\n    return w + -r * g\n"
WRONG = "def update(weights, gradient, rate):\n    return weights + rate * gradient\n"
LEANS = "def update(weights, gradient, rate):\n    return weights - elsewhere * rate * gradient\n"


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path / "my_network.py"


def said(capsys):
    return capsys.readouterr().out


def test_what_passed_is_kept_and_comes_back_as_it_was_written(in_an_empty_folder, capsys):
    keep("update", typed(RIGHT, "update"))
    keep("sigmoid_backward", typed("def back(output, d):\n    return d * output * (1 - output)\n", "back"))
    assert "now holds 2" in said(capsys)
    own = {}
    exec(in_an_empty_folder.read_text(encoding="utf-8"), own)  # plain Python, by itself
    assert own["update"](3.0, 2.0, 0.5) == 2 and own["back"](0.5, 4.0) == 1
    assert "helpers" not in in_an_empty_folder.read_text(encoding="utf-8")
    assert part("update")(3.0, 2.0, 0.5) == 2 and said(capsys) == "update: yours\n"


def test_nothing_is_overwritten_unasked(in_an_empty_folder, capsys):
    keep("update", typed(RIGHT, "update"))
    before = in_an_empty_folder.read_bytes()
    keep("update", typed(OTHER, "step"))
    assert "holds another" in said(capsys) and in_an_empty_folder.read_bytes() == before
    keep("update", typed(OTHER, "step"), again=True)
    assert "def step" in in_an_empty_folder.read_text() and "def update" not in in_an_empty_folder.read_text()


@pytest.mark.parametrize(
    "source, why",
    [
        (WRONG, "has not passed"),
        (LEANS, "uses `elsewhere` from outside"),
        ("update = lambda w, g, r: w - r * g", "no `def`"),
        ("update = np.subtract", "this is none"),
    ],
)
def test_what_is_wrong_or_could_not_stand_in_a_file_is_not_kept(source, why, in_an_empty_folder, capsys):
    keep("update", typed(source, "update", elsewhere=np.ones(())))
    assert why in said(capsys) and not in_an_empty_folder.exists()


def test_what_returns_a_list_is_not_kept(in_an_empty_folder, capsys):
    keep("bias_gradient", typed("def answer(d):\n    return [np.sum(d, axis=0)]\n"))
    assert "returns a list" in said(capsys) and not in_an_empty_folder.exists()


def test_what_a_function_calls_is_kept_before_it(in_an_empty_folder, capsys):
    """Functions, numbers and modules of other cells, one that calls itself, and a layer of the course."""
    down = typed("def down(n):\n    return n if n < 1 else down(n - 1)\n", "down")
    code = "def double(x):\n    return down(two) * 0 + numpy.multiply(two, x)\n"
    double = typed(code, "double", two=2, down=down, numpy=np)
    calls = "def update(w, g, r):\n    return w - double(r * g) / 2\n"
    keep("update", typed(calls, "update", double=double))
    code = (
        "def loss_gradient(logits, y):\n    p = Softmax().forward(logits)\n"
        "    p[np.arange(len(y)), y] -= 1\n    return p / len(y)\n"
    )
    keep("loss_gradient", typed(code, "loss_gradient", Softmax=Softmax))
    assert "now holds 2" in said(capsys)
    assert part("update")(3.0, 2.0, 0.5) == 2
    assert np.allclose(part("loss_gradient")(np.zeros((1, 2)), np.array([1])), [[0.5, -0.5]])
    assert "helpers" not in in_an_empty_folder.read_text(encoding="utf-8")


def test_a_lesson_moved_into_a_folder_finds_what_was_kept_and_keeps_there(in_an_empty_folder, capsys, monkeypatch):
    keep("update", typed(RIGHT, "update"))
    (in_an_empty_folder.parent / "done").mkdir()
    monkeypatch.chdir(in_an_empty_folder.parent / "done")
    said(capsys)
    assert part("update")(3.0, 2.0, 0.5) == 2 and said(capsys) == "update: yours\n"
    keep("sigmoid_backward", typed("def back(output, d):\n    return d * output * (1 - output)\n", "back"))
    assert "now holds 2" in said(capsys) and "def back" in in_an_empty_folder.read_text(encoding="utf-8")


def test_where_nothing_can_be_written_it_is_said(capsys, monkeypatch):
    def refuse(*args, **more):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.write_text", refuse)
    keep("update", typed(RIGHT, "update"))
    assert said(capsys).startswith("Not kept: my_network.py cannot be written here (Permission denied).")


def test_the_course_stands_in_for_what_is_not_kept(capsys):
    assert part("update")(np.ones(2), np.ones(2), 0.5).tolist() == [0.5, 0.5]
    assert said(capsys) == "update: by the course\n"


def test_what_passes_is_used_without_being_kept(capsys):
    right, wrong = typed(OTHER, "step"), typed(WRONG, "update")
    assert part("update", right) is right and said(capsys) == "update: yours\n"
    assert part("update", wrong)(3.0, 2.0, 0.5) == 2 and said(capsys) == "update: by the course\n"
    keep("update", typed(RIGHT, "update"))
    assert part("update", wrong)(3.0, 2.0, 0.5) == 2 and "yours" in said(capsys)
    fair = list(range(0, 300, 5))
    assert part("held_out", fair, [1, 2]) is fair and part("held_out", ..., [1, 2]) == [1, 2]


def test_a_loop_is_kept_together_with_the_parts_that_are_the_learners(capsys):
    keep("update", typed(OTHER, "step"))
    names = {"move": part("update")}
    source = (
        "def own_loop(X, y, w1, b1, w2, b2, rate, epochs):\n"
        "    for epoch in range(epochs):\n"
        "        hidden = np.maximum(0, X @ w1 + b1)\n"
        "        powers = np.exp(hidden @ w2 + b2)\n"
        "        d = (powers / powers.sum(axis=1, keepdims=True) - np.eye(3)[y]) / len(X)\n"
        "        back = (d @ w2.T) * (hidden > 0)\n"
        "        w2, b2 = move(w2, hidden.T @ d, rate), move(b2, d.sum(axis=0), rate)\n"
        "        w1, b1 = move(w1, X.T @ back, rate), move(b1, back.sum(axis=0), rate)\n"
        "    return [w1, b1, w2, b2]\n"
    )
    keep("own_loop", typed(source, "own_loop", **names))
    assert "now holds 2" in said(capsys)
    arrays = np.ones((2, 4)), np.ones((1, 4)), np.ones((4, 3)), np.zeros((1, 3))
    kept = part("own_loop")(np.ones((5, 2)), np.array([0, 1, 2, 1, 0]), *arrays, 0.1, 3)
    assert [each.shape for each in kept] == [each.shape for each in arrays]
