"""What a cell leaves on a page: a live widget, and the still that stands there without it.

A widget lives no longer than the kernel that made it. A lesson opened next day, handed in, exported or read on
GitHub has its still: an output of its own, which the live widget hides for as long as it lives.
"""

# One output of a cell in JupyterLab and Notebook 7, in the classic notebook, in VS Code, and in Colab.
_ONE = ":is(.jp-OutputArea-child, .output_area, .output_container, #output-body > *)"
_LIVE = ".course-live:not(.jupyter-widgets-disconnected)"
# A model that is not found, and what an export draws of a state that was saved.
_DEAD = "> :is(.lm-Panel, .jupyter-widgets-view), .jupyter-widgets-disconnected"
_STYLE = f"""<style>
{_ONE}:has(.course-still):has(+ {_ONE} {_LIVE}),
{_ONE}:has(+ {_ONE} .course-caption):has(+ {_ONE} + {_ONE} {_LIVE}),
{_ONE}:has(.course-still) + {_ONE}:has({_DEAD}):not(:has({_LIVE})) {{ display: none }}
.course-live .widget-html > .widget-html-content {{ line-height: 20px }}
</style>"""


def still(html, text, caption=False):
    """Return the bundle to display right before a live widget; as a `caption`, the output above belongs to it, too."""
    kind = "course-still course-caption" if caption else "course-still"
    return {"text/html": f'{_STYLE}<div class="{kind}">{html}</div>', "text/plain": text}


def live(widget):
    """Return the bundle of a live widget, which takes the place of its still."""
    widget.add_class("course-live")
    view = {"version_major": 2, "version_minor": 0, "model_id": widget.model_id}
    return {"application/vnd.jupyter.widget-view+json": view}
