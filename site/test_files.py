"""The reading pages as they stand in build/site, as files: make check-site."""

import re
from pathlib import Path
from urllib.parse import parse_qs, unquote, urldefrag, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from built import LESSONS, PAGES, READ, ROOT, SLUG, code_cells, every_lesson
from serve import FOLDER


@pytest.fixture(scope="module")
def soups():
    return {page: BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser") for page, path in PAGES.items()}


def test_there_is_a_page_for_every_lesson_and_for_the_rest():
    assert {f"notebooks/{name}.html" for name in LESSONS} | {"index.html", "teaching.html", "ERRATA.html"} <= set(READ)


@pytest.mark.parametrize("page", READ)
def test_every_link_and_anchor_leads_somewhere(soups, page):
    soup = soups[page]
    links = [tag[key] for key in ("href", "src") for tag in soup.find_all(attrs={key: True})]
    assert len(links) > 10
    for link in links:
        where, fragment = urldefrag(link)
        if urlsplit(where).scheme:
            assert urlsplit(where).scheme in ("https", "data"), link
            if any(host in where for host in ("github.com/", "mybinder.org/v2", "/github/", "git-pull")):
                assert SLUG in unquote(where), f"{link} names another repository"
            continue
        path, _, query = urljoin(page, where).partition("?")
        target = FOLDER / unquote(path) if where else PAGES[page]
        target = target / "index.html" if target.is_dir() else target
        assert target.is_file(), f"{link} leads nowhere"
        if query and "lite" in target.parts:
            assert (FOLDER / "lite/files" / parse_qs(query)["path"][0]).is_file(), f"{link}: no such lesson"
        if fragment and (known := soups.get(target.relative_to(FOLDER).as_posix())):
            assert known.find(id=unquote(fragment)), f"{link}: no such anchor"


def test_the_readme_leads_to_pages_that_are_there():
    address = "https://{}.github.io/{}/".format(*SLUG.split("/"))
    links = re.findall(rf"{re.escape(address)}([^)\s]*)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert links and [link for link in links if not (FOLDER / (link.partition("?")[0] or "index.html")).is_file()] == []


@every_lesson
def test_a_lesson_is_launched_in_three_places(soups, name):
    path = f"notebooks/{name}.ipynb"
    links = [link["href"] for link in soups[f"notebooks/{name}.html"].select(".launch a")]
    assert links == [
        f"../lite/notebooks/index.html?path={path}",
        f"https://colab.research.google.com/github/{SLUG}/blob/main/{path}",
        f"https://mybinder.org/v2/gh/{SLUG}/HEAD?urlpath=lab/tree/{path}",
    ]


@every_lesson
def test_a_picture_is_read_as_itself_and_its_sentence(soups, name):
    shown = [[output.get("data", {}) for output in cell["outputs"]] for cell in code_cells(LESSONS[name])]
    shown = [data for data in shown if any("image/png" in each for each in data)]
    described, said = (["".join(data[at]["text/plain"]) for data in shown] for at in (0, 1))
    article = soups[f"notebooks/{name}.html"].select_one("article")
    assert [one.get_text() for one in article.select(".cell_output .sentence")] == said
    assert [image["alt"] for image in article.select(".cell_output img")] == described


def test_a_term_is_linked_from_the_lesson_that_explains_it(soups):
    terms = soups["glossary.html"].select("dt[id]")
    for term in terms:
        lesson = term.find_next_sibling("dd").select("a")[-1]["href"]
        assert soups[lesson].select(f'a[href$="glossary.html#{term["id"]}"]'), term.get_text()
    assert len(terms) > 40
    titles = [link for soup in soups.values() for link in soup.select("li a.term") if not link.previous_sibling]
    assert titles == [], "an item's title leads away"


def test_the_front_page_shows_every_lesson_with_its_minutes_and_moves(soups):
    rows = soups["index.html"].select("ul.lessons > li")
    assert [Path(row.select_one("a[href$='.html']")["href"]).stem for row in rows] == list(LESSONS)
    assert all(row.img["alt"] and re.search(r"\d\d minutes", row.get_text()) for row in rows)
    assert soups["index.html"].select_one("form.explorable ~ .sentence")


@pytest.mark.parametrize("page", READ)
def test_a_shared_link_says_what_the_page_is(soups, page):
    meta = {tag.get("property", tag.get("name")): tag["content"] for tag in soups[page].find_all("meta", content=True)}
    assert 40 < len(meta["description"]) < 200 and meta["og:title"] and meta["og:description"] == meta["description"]
    assert (FOLDER / meta["og:image"].partition(f"/{SLUG.partition('/')[2]}/")[2]).is_file()
    title = soups[page].title.get_text()
    assert len({part.strip() for part in title.split("—")}) == title.count("—") + 1, "said twice"
    assert "not set" not in soups[page].get_text()
