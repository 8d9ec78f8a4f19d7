"""A folder that was copied, renamed or half made: its environment is noticed, and its tests judge its own code."""

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parent.parent
NAME = "a höme with spaces and $HOME"
NAME = NAME.encode(sys.getfilesystemencoding(), "replace").decode()  # ö is ? where names are ASCII


@pytest.fixture
def copied(tmp_path):
    """The folder NAME with what make reads and the helpers, and as .venv that of these tests."""
    if sys.platform == "win32" or not shutil.which("make"):
        pytest.skip("needs a POSIX shell and make")
    folder = tmp_path / NAME
    shutil.copytree(ROOT / "helpers", folder / "helpers", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("Makefile", "requirements.txt", "pyproject.toml", "conftest.py"):
        shutil.copy(ROOT / name, folder)
    return folder


def environment(folder, python, stamp=True):
    """Put a .venv there, newer than what it is made from, whose Python is the script `python`."""
    (folder / ".venv" / "bin").mkdir(parents=True)
    for name in ("python", "nox"):
        (folder / ".venv" / "bin" / name).write_text(f"#!/bin/sh\n{python}\n", encoding="utf-8")
        (folder / ".venv" / "bin" / name).chmod(0o755)
    if stamp:
        (folder / ".venv" / "installed").touch()


def make(folder, *arguments, **own):
    env = os.environ | own
    return subprocess.run(["make", *arguments], cwd=folder, env=env, capture_output=True, encoding="utf-8").stdout


HERE, ELSEWHERE = (f'PYTHONPATH="{path}" exec "{sys.executable}" -c "$3" "$4"' for path in ("$PWD/..", ROOT))


@pytest.mark.parametrize(
    "python, stamp, made",
    [
        pytest.param(HERE, True, False, id="its own"),
        pytest.param(HERE, False, True, id="half installed"),
        pytest.param(ELSEWHERE, True, True, id="of the folder that it was copied from"),
        pytest.param("exit 127", True, True, id="its Python gone"),
    ],
)
def test_an_environment_is_made_anew_unless_it_is_whole_and_this_folders(python, stamp, made, copied):
    environment(copied, python, stamp)
    (copied.parent / ".venv").mkdir()
    assert ("Making .venv" in make(copied, "-n", ".venv", CDPATH=str(copied.parent))) == made


def test_a_users_own_settings_of_pip_and_python_are_not_those_of_the_environment(copied):
    (copied / "python").write_text('#!/bin/sh\nmkdir -p .venv/bin && cp "$0" .venv/bin\nenv >told\n', encoding="utf-8")
    (copied / "python").chmod(0o755)
    make(copied, ".venv", "PYTHON=./python", PIP_USER="1", PIP_PREFIX="/a", PIP_TARGET="/b", PYTHONHOME="/c")
    told = (copied / "told").read_text(encoding="utf-8").splitlines()
    assert [line for line in told if re.match("PIP_(USER|PREFIX|TARGET)|PYTHONHOME", line)] == ["PIP_USER=0"]


def test_a_proxy_that_answers_nothing_is_named_without_its_password(copied):
    empty = "PIP_FIND_LINKS", "PIP_EXTRA_INDEX_URL", "PIP_NO_INDEX", "PIP_DEFAULT_TIMEOUT", "NO_PROXY", "no_proxy"
    nowhere = dict.fromkeys(empty, "") | {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_CACHE_DIR": "1"}
    nowhere["PIP_INDEX_URL"] = "https://index.invalid/simple"  # whatever index this machine asks
    with socket.create_server(("127.0.0.1", 0)) as silent:
        place = f"127.0.0.1:{silent.getsockname()[1]}"
        for name in ("HTTPS_PROXY", "https_proxy"):
            nowhere[name] = f"http://me:secret@{place}"
        said = make(copied, ".venv", PIP_TIMEOUT="0.5", PYTHON=sys.executable, **nowhere)
    assert f"Does the proxy HTTPS_PROXY={place} answer?" in said and "secret" not in said


@pytest.mark.parametrize(
    "of, python, made",
    [
        pytest.param("", "exit 0", False, id="its own"),
        pytest.param("/elsewhere", "exit 0", True, id="of the folder that it was copied from"),
        pytest.param("", "exit 127", True, id="its Python gone"),
    ],
)
def test_the_sites_environment_is_made_anew_unless_it_is_this_folders(of, python, made, copied):
    shutil.copytree(ROOT / "site", copied / "site", ignore=shutil.ignore_patterns("__pycache__"))
    venv = copied / "build" / "site-venv"
    (venv / "bin").mkdir(parents=True)
    for name, line in (("python", python), ("sphinx-build", f'exec "{of or copied}/build/site-venv/bin/python" "$0"')):
        (venv / "bin" / name).write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
        (venv / "bin" / name).chmod(0o755)
    (venv / "installed").touch()
    assert ("Making build/site-venv" in make(copied, "-n", "build/site-venv/installed")) == made


def test_a_path_with_spaces_or_a_dollar_sign_stays_one(copied):
    environment(copied, 'printf "%s\\n" "$@"')
    assert f"{copied}/build/nox" in make(copied, "--old-file=.venv/installed", "matrix").splitlines()


def test_a_copys_tests_judge_the_copys_code_in_its_kernels_too(copied):
    (copied / "tests").mkdir()
    where = "import helpers\nprint(helpers.__file__)"
    output = nbformat.v4.new_output("stream", text=f"{copied / 'helpers' / '__init__.py'}\n")
    cell = nbformat.v4.new_code_cell(where, execution_count=1, outputs=[output])
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), copied / "tests" / "where.ipynb")
    pytest_here = [sys.executable, "-m", "pytest", "-q", "-o", "addopts=-p no:cacheprovider", "-n0", "--nbval", "tests"]
    for folder in (ROOT, copied):  # installed, or on the path, are another folder's helpers
        ran = subprocess.run(pytest_here, cwd=copied, env=os.environ | {"PYTHONPATH": str(folder)}, capture_output=True)
        assert ran.returncode == 0, ran.stdout.decode()


def test_make_opens_the_copies_which_git_does_not_take_up():
    """Their folder is beside that of the lessons: links to other lessons and to images lead where they led."""
    assert "/lab/tree/my-course/01_relu.ipynb" in (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "my-course/" in (ROOT / ".gitignore").read_text(encoding="utf-8").split()
