"""The project around the lessons: what is installed and why, recording, publishing."""

import json
import re
import shutil
import subprocess
import sys

import pytest
from packaging.requirements import Requirement
from test_course import PAGES, PAGES_URL, PROJECT, ROOT, SLUG


def wanted(text):
    """Return the requirements that stand in quotes in a list of pyproject.toml, or one a line, by name."""
    lines = re.findall(r'"([^"]+)"', text) or [line for line in text.splitlines() if re.match(r"\w", line)]
    return {each.name: each.specifier for each in map(Requirement, lines)}


def test_each_package_that_is_installed_has_its_reason():
    lists = re.findall(r"^\w+ = (\[.*\])$", PROJECT.partition("[project.urls]")[0], re.M)
    lists += [(ROOT / file).read_text(encoding="utf-8") for file in ("requirements.txt", "site/requirements.txt")]
    npm = json.loads((ROOT / "site" / "package.json").read_text(encoding="utf-8"))
    names = (
        {name for each in lists for name in wanted(each)} | npm["dependencies"].keys() | npm["devDependencies"].keys()
    )
    told = set(re.findall(r"`([\w-]+)`", "".join(re.findall(r"^\|.*\|.*\|.*\|$", PAGES["CONTRIBUTING.md"], re.M))))
    assert len(names) > 20 and names <= told, names - told


def test_colab_satisfies_the_ranges():
    """With Colab's versions, those of tests/colab.txt, installing the helpers there reinstalls nothing."""
    colab = dict(re.findall(r"(\w+)==([\d.]+)\s", (ROOT / "tests" / "colab.txt").read_text(encoding="utf-8")))
    ranges = wanted(re.search(r"^dependencies = (.*)$", PROJECT, re.M)[1])
    assert ranges.keys() - colab.keys() == {"nnfs"}
    assert all(ranges[name].contains(colab[name]) for name in ranges.keys() & colab.keys())


def test_recording_twice_gives_the_same_bytes(tmp_path):
    """By the project's own command line, read from the Makefile, on the lesson with the most to draw."""
    lesson = tmp_path / "lesson.ipynb"
    shutil.copy(ROOT / "notebooks" / "01_relu.ipynb", lesson)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    recipe = re.search(r"jupyter (nbconvert .*) \$\(LESSONS\)", makefile)[1].split()
    recorded = []
    for _ in range(2):
        subprocess.run([sys.executable, "-m", "jupyter", *recipe, lesson], cwd=ROOT, check=True, capture_output=True)
        recorded.append(lesson.read_bytes())
    assert recorded[0] == recorded[1]


def test_every_file_is_read_in_one_sitting():
    files = [*ROOT.glob("helpers/**/*.py"), *ROOT.glob("tests/*.py"), *ROOT.glob("site/*.py")]
    assert [file.name for file in files if len(file.read_text(encoding="utf-8").splitlines()) > 250] == []


def test_readme_says_what_the_bench_measured():
    ratios = re.findall(r"^\| \w+ \| ([\d.]+) \(", (ROOT / "tests" / "bench.md").read_text(encoding="utf-8"), re.M)
    assert f"takes {max(ratios, key=float)} times as long" in PAGES["README.md"]


def test_publish_as_restamps_every_address(tmp_path):
    if sys.platform == "win32" or not (shutil.which("make") and shutil.which("perl") and (ROOT / ".git").exists()):
        pytest.skip("publish-as needs a POSIX shell, make, perl and a git checkout")
    subprocess.run(["git", "clone", "-q", ROOT, tmp_path / "copy"], check=True)
    copy = tmp_path / "copy"
    for file in ("Makefile", "pyproject.toml", "README.md"):
        shutil.copy(ROOT / file, copy)
    shutil.copytree(ROOT / "notebooks", copy / "notebooks", dirs_exist_ok=True)
    publish = ["make", "-s", "-C", copy, "publish-as"]
    assert subprocess.run([*publish, "REPO=no owner"], capture_output=True).returncode != 0
    subprocess.run([*publish, "REPO=ann/course-2"], check=True, capture_output=True)
    found = subprocess.run(["git", "grep", "-lF", SLUG], cwd=copy, capture_output=True, encoding="utf-8").stdout
    assert found == "" and "github.com/ann/course-2" in (copy / "pyproject.toml").read_text(encoding="utf-8")
    readme = (copy / "README.md").read_text(encoding="utf-8")
    assert "https://ann.github.io/course-2/" in readme and PAGES_URL not in readme
