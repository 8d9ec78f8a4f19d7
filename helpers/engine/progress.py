"""A bar that shows how far a long loop has come, and a stop button that ends the loop and keeps what it made."""

import collections
import signal

import ipywidgets as widgets

from .controls import named
from .outputs import live, still

_shown = collections.deque()  # a bar stays as it ended; the oldest go when a thirteenth comes


def progress(steps):
    """Yield each of `steps`, which has a length, and show a bar meanwhile.

    The front end's stop button lets the step that is under way end, then the loop; pressed twice, it breaks off
    at once. Where a signal cannot be caught, as on another thread, it always does.
    """
    total = len(steps)
    bar = widgets.IntProgress(max=total, description=f"0 of {total}", layout={"width": "100%", "max_width": "640px"})
    bar.style.description_width = "auto"
    named(bar, "Steps done")
    _shown.append(bar)
    if len(_shown) > 12:
        oldest = _shown.popleft()
        for model in (oldest.layout, oldest.style, oldest):
            model.close()
    from IPython.display import display

    display(still(f"{total} steps", f"{total} steps"), raw=True)
    display(live(bar), raw=True)
    stop, before = [], None

    def handle(number, frame):
        if stop:
            raise KeyboardInterrupt
        stop.append(number)

    try:
        before = signal.signal(signal.SIGINT, handle)
    except ValueError:  # not the main thread
        pass
    try:
        for done, step in enumerate(steps, 1):
            yield step
            if done == total or stop or done % max(1, total // 50) == 0:
                bar.value, bar.description = done, f"{done} of {total}"
            if stop:
                print(f"Stopped after {done} of {total} steps. What was made so far is kept.")
                return
    finally:
        if before is not None:
            signal.signal(signal.SIGINT, before)
