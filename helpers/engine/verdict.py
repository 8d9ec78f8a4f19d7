"""What a check says, and how the numbers beneath it are shown, whatever the learner's kernel is set to."""

import inspect
import sys
from dataclasses import dataclass

import numpy as np

from .looks import box, coded

# NumPy's own way to print, whatever the learner's kernel is set to.
PLAIN = dict(edgeitems=3, suppress=False, nanstr="nan", infstr="inf", formatter=None, sign="-", floatmode="maxprec",
             legacy=False)  # fmt: skip


@dataclass(frozen=True)
class Verdict:
    """What a check says. The first line of `message` is enough to act on; the rest is the counterexample."""

    passed: bool
    message: str

    def __repr__(self):
        return f"{'✔' if self.passed else '✘'} {self.message}"

    def _repr_html_(self):
        first, _, rest = self.message.partition("\n")
        return box(self.passed, f"<b>{'✔' if self.passed else '✘'}</b> {coded(first)}", rest)


def show_at_the_end(verdict):
    """Show `verdict` where its cell ends, unless it is the cell's own value and so is shown anyway."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is None:
        return

    def ended(result):
        shell.events.unregister("post_run_cell", ended)
        if result.result is not verdict:
            sys.modules["IPython"].display.display(verdict)

    shell.events.register("post_run_cell", ended)


def show(value, digits=4):
    """Return `value` as a learner would type it, shortened, on eight lines at most."""
    if isinstance(value, np.ndarray):
        with np.errstate(all="ignore"), np.printoptions(**PLAIN):
            text = np.array2string(value, precision=digits, separator=", ", threshold=40, max_line_width=90)
        lines = text.split("\n")
        return "\n".join(lines if len(lines) <= 8 else [*lines[:7], " …"])
    told = repr(value)
    return told if len(told) <= 200 else told[:200] + " …"


def lines(cause, **shown):
    """Return the cause and, under it, what was tried, got and expected, each indented as a block."""
    rows = [f"{name.replace('_', ' '):<11}{value}" for name, value in shown.items()]
    return "\n".join([cause, *(row.replace("\n", "\n" + 11 * " ") for row in rows)])


def called(args, reference):
    """Return the arguments as text, each under its parameter's name where there are several."""
    if len(args) == 1:
        return show(args[0])
    names = list(inspect.signature(reference).parameters)
    return "\n".join(
        f"{name} = {show(arg)}".replace("\n", "\n" + " " * (len(name) + 3)) for name, arg in zip(names, args)
    )
