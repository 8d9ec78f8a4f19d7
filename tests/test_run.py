"""How an answer is run: it is stopped in time, the stop button stops it, and all that it changes is put back."""

import os
import random
import signal
import subprocess
import sys
import threading
import time

import numpy as np
import pytest
from test_judge import typed

import helpers
from helpers import check
from helpers.engine import judge, run


def endless(*args):
    while True:
        pass


def swallows(*args):
    while True:
        try:
            len(args)
        except:  # noqa: E722 (the very thing a learner writes)
            pass


class Slow:
    def __array__(self, *args, **kwargs):
        endless()


LIMIT = pytest.mark.skipif(sys.version_info < (3, 11), reason="Python 3.10 raises nothing where a `try` begins")


@pytest.mark.parametrize(
    "answer", [endless, pytest.param(swallows, marks=LIMIT), lambda x: Slow(), lambda x: time.sleep(9)]
)
def test_an_endless_answer_is_stopped_and_nothing_is_left_running(answer, monkeypatch):
    monkeypatch.setattr(run, "SECONDS", 0.3)
    running = threading.active_count()
    for _ in range(2):  # a learner runs the cell again
        assert "ran for longer than 0.3 seconds" in check("relu", answer).message
        assert threading.active_count() == running and signal.getitimer(signal.ITIMER_REAL)[0] == 0


@pytest.mark.parametrize("name", ["costs_one", "break_division", "own_network", "shape_after_layer", "wide_start"])
@pytest.mark.parametrize("answer", [Slow(), [Slow()] * 4], ids=["whole", "inside"])
def test_a_value_that_cannot_be_read_is_let_go(name, answer, monkeypatch):
    monkeypatch.setattr(run, "SECONDS", 0.3)
    given = (lambda neurons: answer) if name == "wide_start" else answer
    assert "0.3 seconds" in check(name, given).message


def test_an_endless_answer_is_stopped_where_there_is_no_alarm(monkeypatch):
    monkeypatch.setattr(run, "SECONDS", 0.3)
    told = []
    thread = threading.Thread(target=lambda: told.append(check("relu", lambda x: [endless(i) for i in x]).message))
    thread.start()
    thread.join(20)
    assert "ran for longer than 0.3 seconds" in told[0]


def test_the_stop_button_stops_a_check():
    code = """
import os, signal, threading, time
from helpers import check
signal.signal(signal.SIGINT, signal.default_int_handler)  # as in a kernel; a shell's background job ignores it
def answer(x):
    threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
    time.sleep(60)
start = time.time()
try:
    check("relu", answer)
except KeyboardInterrupt:
    print("stopped", time.time() - start < 30)
"""
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", timeout=60).stdout
    assert shown == "stopped True\n"


def test_a_slow_right_answer_passes_and_is_told_so(monkeypatch):
    def answer(x):
        time.sleep(0.2)
        return np.maximum(0, x)

    verdict = check("relu", answer)
    assert verdict.passed and "It is slow" in verdict.message


@pytest.mark.parametrize("fails", [False, True])
def test_a_slow_answer_is_not_called_for_ever(fails, monkeypatch):
    monkeypatch.setattr(judge, "LONG", judge.SECONDS + 0.3)
    calls = []

    def answer(x):
        calls.append(x)
        time.sleep(0.2)
        return np.maximum(0, x) if not fails else nowhere  # noqa: F821

    said = check("relu", answer).message
    assert len(calls) == 2 and (fails or "on the first 2 inputs tried" in said)


def test_nothing_around_a_check_is_other_afterwards():
    rows = [1, 2]
    code = """
import os, random, sys
def answer(x):
    global added
    added = 1
    rows.append(3)
    np.exp = np.log
    np.set_printoptions(precision=1)
    np.seterr(all="ignore")
    np.random.seed(1), random.seed(1)
    sys.setrecursionlimit(300)
    os.chdir("/")
    return x
"""
    answer = typed(code, rows=rows)
    before = np.exp, np.get_printoptions(), np.geterr(), os.getcwd(), sys.getrecursionlimit(), random.getstate()
    state = np.random.get_state()[1].tolist()
    check("relu", answer)
    assert before == (
        np.exp,
        np.get_printoptions(),
        np.geterr(),
        os.getcwd(),
        sys.getrecursionlimit(),
        random.getstate(),
    )
    assert (state, rows, "added" in answer.__globals__) == (np.random.get_state()[1].tolist(), [1, 2], False)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows deletes no folder that somebody works in")
def test_where_the_folder_was_deleted_meanwhile_a_lesson_goes_on(tmp_path, monkeypatch):
    before = check("relu", np.abs)
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert check("relu", np.abs) == before and helpers._hidden() == ""


def test_a_verdict_is_shown_once_wherever_its_check_stands_in_the_cell():
    code = """
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
shell.run_cell("from helpers import check")
shell.run_cell("for _ in range(2): check('relu', 1)\\nprint('a line more')")
shell.run_cell("check('relu', 1)")
"""
    env = os.environ | {"PYTHONIOENCODING": "utf-8"}
    ran = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, encoding="utf-8", timeout=60)
    assert ran.stdout.count("✘ The check wants your function itself") == 3, ran.stdout
