"""Controls: what is typed and dragged, read as a person means it, and every change to it told."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from helpers import explorables
from helpers.engine.controls import read_numbers, tidy

WANTED = "type numbers with commas between them, such as 1, -2, 3.5."


@pytest.mark.parametrize(
    "typed, said",
    [
        (" ", "Type a few numbers with commas between them, such as 1, -2, 3.5."),
        ("[,]", "Type a few numbers with commas between them, such as 1, -2, 3.5."),
        ("1,2,3,4", "That is 4 numbers; the picture has room for 3."),
        ("1, abc", f"“abc” is not a number: {WANTED}"),
        ("X1", f"“X1” is not a number: {WANTED}"),
        ("1,,2", f"There is nothing between two commas: {WANTED}"),
        ("1, -1e400", "“-1e400” is -inf to Python, which has no place in the picture."),
        ("nan", "“nan” is nan to Python, which has no place in the picture."),
        ("1,5", "Is “1,5” one number or two? Type 1.5 or 1, 5."),
        ("1, 2,25", "Is “2,25” one number or two? Type 2.25 or 2, 25."),
        ("x" * 10_000, f"“{'x' * 20}…” is not a number: {WANTED}"),
    ],
)
def test_what_is_typed_wrong_is_named_with_the_mend(typed, said):
    with pytest.raises(ValueError) as raised:
        read_numbers(typed, most=3)
    assert str(raised.value) == said


@pytest.mark.parametrize(
    "typed", [" [1, -2.5 ,3e2] ", "(1,-2.5,300)", "1, −2.5, 300,", "1; –2,5; 300", "1 ;-2.5; 300;", "1.0,-2.5,3e2"]
)
def test_numbers_are_read_as_a_person_means_them(typed):
    assert read_numbers(typed, most=3) == [1, -2.5, 300]


def test_there_is_room_for_as_many_as_are_drawn():
    assert len(read_numbers(",".join("1" * 40), most=40)) == 40


def test_beside_a_mistake_in_one_control_the_others_go_on():
    live = explorables.relu_curve()
    live.controls["inputs"].value = ",".join("1" * 41)
    told = "That is 41 numbers; the picture has room for 40. The picture keeps the last good inputs."
    assert live._complaint.value == f'<div style="line-height: 14px">{told}</div>'
    live.controls["x"].value = 2.5
    assert "ReLU(2.5) = 2.5" in live.sentence and "Of 8 inputs" in live.sentence and told in live._complaint.value
    live.controls["inputs"].value = "<b>"
    assert "Of 8 inputs" in live.sentence and "“&lt;b&gt;”" in live._complaint.value
    live.controls["inputs"].value = "1"
    assert "Of 1 inputs" in live.sentence and live._complaint.value == ""


def box_of(live, name):
    return live._controls[name].row[1]


@pytest.mark.parametrize(
    "make, name, typed, held, said",
    [
        ("relu_curve", "x", 7, 5, "“x” goes from -5 to 5: 7 became 5."),
        ("relu_curve", "x", -5.001, -5, "“x” goes from -5 to 5: -5.001 became -5."),
        ("relu_curve", "x", float("nan"), -1.5, "“x” has to be a number, so it stays -1.5."),
        ("relu_curve", "x", float("inf"), -1.5, "“x” has to be a number, so it stays -1.5."),
        ("relu_curve", "x", 0.123, 0.123, ""),
        ("which_axis", "columns", 2.9, 3, "“columns (classes)” is a whole number: 2.9 became 3."),
        ("cliff", "z", 11.09, 11.09, ""),
    ],
)
def test_what_a_box_changes_in_what_was_typed_it_says(make, name, typed, held, said):
    live = explorables.ALL[make]()
    for _ in range(2):  # typed again, it is told again
        box_of(live, name).value = typed
        assert (live.values[name], box_of(live, name).value) == (held, held)
        assert said in live._complaint.value and bool(said) == bool(live._complaint.value)
    live.reset()
    assert live._complaint.value == "" and live.values == live._start


def test_a_slider_that_is_no_number_stays_where_it_was():
    live = explorables.two_classes()
    live.controls["z0"].value = float("nan")
    assert live.values["z0"] == 2 == box_of(live, "z0").value and "2 and -1" in live.sentence


def test_two_threads_at_one_slider_leave_it_and_its_picture_in_step():
    live = explorables.two_classes()

    def pull(start):
        for step in range(60):
            live.controls["z0"].value = (start + step) % 50 / 10

    with ThreadPoolExecutor(3) as hands:
        list(hands.map(pull, (0, 17, 31)))  # raises what a thread raised
    held = live.values["z0"]
    assert box_of(live, "z0").value == held and f"The logits {held:g} and -1" in live.sentence


@pytest.mark.parametrize("name", explorables.ALL)
def test_a_control_without_effect_is_disabled_and_no_other(name):
    """At the start, and with each switch and each weight of 0 turned."""
    live = explorables.ALL[name]()
    for turned in [None, *(key for key, value in live.values.items() if value in (0, False))]:
        if turned:
            live.controls[turned].value = 1
        for control in live._controls.values():
            hand = control.widget
            before, shown, disabled = hand.value, (live.picture.moved, live.sentence), hand.disabled
            hand.value = OTHER[hand._model_name](hand)
            assert ((live.picture.moved, live.sentence) == shown) == disabled, (turned, hand.description)
            hand.value = before


OTHER = {
    "FloatSliderModel": lambda hand: max(hand.min, hand.max, key=lambda end: abs(end - hand.value)),
    "CheckboxModel": lambda hand: not hand.value,
    "DropdownModel": lambda hand: next(option for option in hand.options if option != hand.value),
    "TextModel": lambda hand: "0.5, -0.5",
}


def test_what_is_set_while_another_thread_draws_is_drawn_after_it(monkeypatch):
    live = explorables.two_classes()
    drawing, show = threading.Event(), live.picture.show

    def first_slowly(**values):
        if not drawing.is_set():
            drawing.set()
            time.sleep(0.1)  # long enough for another to come in
        show(**values)

    monkeypatch.setattr(live.picture, "show", first_slowly)
    with ThreadPoolExecutor(1) as hand:
        first = hand.submit(setattr, live.controls["z0"], "value", 1.0)
        assert drawing.wait(20)
        live.controls["z0"].value = 3.0
        first.result()
    assert "The logits 3 and -1" in live.sentence and box_of(live, "z0").value == 3


def test_a_value_off_by_rounding_noise_is_shown_without_it():
    live = explorables.temperature()
    live.controls["a"].value = 1.2000000000000002
    hand, box = live._panel.children[0].children[0].children
    assert hand is live.controls["a"] and (box.value, live.values["a"]) == (1.2, 1.2)
    box.value = 2.5
    assert hand.value == 2.5


def test_rounding_noise_is_what_lies_beyond_nine_digits():
    assert (tidy(0.1 + 0.2), tidy(1.123456789), tidy(1.12345678949)) == (0.3, 1.123456789, 1.123456789)
