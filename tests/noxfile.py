"""`make matrix`: every lesson with the oldest packages supported, as on Colab, in each Python, and with what is next.

The sessions are environments of their own. Each leaves out the browser, which `make test` drives.
"""

import re
import shutil
import sys
from pathlib import Path

import nox

ROOT = Path(__file__).parent.parent
TESTS = ["nbval", "nbconvert", "pytest", "pytest-xdist", "hypothesis"]
COLAB = str(ROOT / "tests" / "colab.txt")

nox.options.reuse_venv = "yes"
nox.options.default_venv_backend = "venv"
nox.options.sessions = ["oldest", "colab", "pythons", "upcoming"]


# What depends on the versions: the lessons' outputs, and what draws, answers a widget and runs a learner's code.
PARTS = "explorables", "layers", "pictures", "predictions", "run"
DEPENDS = ["notebooks", *(f"tests/test_{name}.py" for name in PARTS)]


def what_depends(session):
    session.chdir(ROOT)
    session.run("python", "-m", "pytest", "-q", *DEPENDS, *session.posargs)


@nox.session
def oldest(session):
    """The lower end of every range in pyproject.toml."""
    if sys.version_info >= (3, 13):
        session.skip("NumPy 1.26 needs Python 3.12 or older: make matrix PYTHON=python3.12, with a .venv made anew")
    session.install("numpy==1.26.*", "matplotlib==3.8.*", "ipywidgets==7.7.*", "-e", str(ROOT), *TESTS)
    what_depends(session)


@nox.session(python=["3.10", "3.11", "3.12", "3.13", "3.14"])
def pythons(session):
    """Each Python that the machine has, with what pip gives it today; nox names those that it does not find."""
    session.chdir(ROOT)  # requirements.txt names the folder that one stands in
    session.install("-r", "requirements.txt", *TESTS)
    what_depends(session)


@nox.session
def upcoming(session):
    """The newest of everything, release candidates included."""
    session.chdir(ROOT)
    session.install("--upgrade", "--pre", "-r", "requirements.txt", *TESTS)
    what_depends(session)


@nox.session
def colab(session):
    """One lesson alone in an empty folder, with Colab's versions: its own setup cell has to fetch the helpers."""
    session.install("-r", COLAB, "nnfs", *TESTS)
    url = re.search(r'^Repository = "(.+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.M)[1]
    content, archive = (Path(session.create_tmp()).resolve() / name for name in ("content", "HEAD.zip"))
    session.chdir(ROOT)
    session.run("git", "archive", "--prefix=HEAD/", f"--output={archive}", "HEAD", external=True)

    def packages():
        listed = session.run("python", "-m", "pip", "list", "--format=freeze", silent=True)
        return set(listed.split()) - {line for line in listed.split() if line.startswith("activation")}

    before = packages()
    for lesson in sorted((ROOT / "notebooks").glob("*.ipynb")):
        session.chdir(ROOT)
        shutil.rmtree(content, ignore_errors=True)
        session.run("python", "-m", "pip", "uninstall", "-q", "-y", "activation-functions-from-scratch")
        (content / "google" / "colab").mkdir(parents=True)
        (content / "google" / "colab" / "__init__.py").touch()
        here = {"PYTHONPATH": str(content)}
        text = lesson.read_text(encoding="utf-8").replace(f"{url}/archive/HEAD.zip", archive.as_uri())
        (content / lesson.name).write_text(text, encoding="utf-8")
        session.chdir(content)
        session.run("jupyter", "nbconvert", "--execute", "--to", "notebook", "--output=ran", lesson.name, env=here)
        if packages() != before:
            session.error(f"the setup cell of {lesson.name} changed Colab's packages: {packages() ^ before}")
        # The second run installs nothing: behind this proxy nothing answers. Here the outputs are compared.
        strict = ["-q", "--nbval", "-p", "no:cacheprovider", lesson.name]
        session.run("python", "-m", "pytest", *strict, env=here | {"https_proxy": "http://127.0.0.1:9"})
    what_depends(session)
