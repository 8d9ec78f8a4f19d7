"""How Sphinx makes the reading pages: from the lessons as they are recorded, with nothing run again."""

import hashlib
import html
import inspect
import json
import re
import sys
from pathlib import Path
from urllib.parse import urlencode

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "site")]
import states  # noqa: E402 (found only now, as are the next)
from arrange import GRIDS, TERMS, arrange, bolded  # noqa: E402
from light import lighten  # noqa: E402

REPOSITORY = re.search(r'^Repository = "(.+)"', (ROOT / "pyproject.toml").read_text(), re.M)[1]
SLUG = REPOSITORY.removeprefix("https://github.com/")
PUBLISHED = "https://{}.github.io/{}/".format(*SLUG.split("/"))
BROWSER = "lite/notebooks/index.html"
STATES = "_static/states"
REPORT = "What I did, what I saw, and what I expected instead:\n\n"

project = "Activation functions from scratch"
html_title = project
DESCRIPTION = (
    "ReLU and softmax from nothing, in Python: predict, move the numbers, and solve exercises that name your mistake."
)
language = "en"
smartquotes = False  # the lessons choose their own
extensions = ["myst_nb"]
nb_execution_mode = "off"
myst_enable_extensions = ["attrs_block", "dollarmath", "strikethrough"]
suppress_warnings = ["myst.strikethrough"]  # HTML can, and nothing else is made here
myst_heading_anchors = 3
# The lessons' addresses elsewhere, written once: [Colab](colab:notebooks/01_relu.ipynb).
myst_url_schemes = {
    "https": None,
    "mailto": None,
    "repository": f"{REPOSITORY}/blob/main/{{{{path}}}}",
    "colab": f"https://colab.research.google.com/github/{SLUG}/blob/main/{{{{path}}}}",
    "binder": f"https://mybinder.org/v2/gh/{SLUG}/HEAD?urlpath=lab/tree/{{{{path}}}}",
    "browser": f"{BROWSER}?path={{{{path}}}}",
    "hub": f"https://hub.example.org/hub/user-redirect/git-pull?repo={REPOSITORY}&branch=main"
    f"&urlpath=lab/tree/{SLUG.partition('/')[2]}/{{{{path}}}}",
}

html_theme = "sphinx_book_theme"
html_copy_source = False
html_use_index = False  # it would be the glossary's words once more
html_show_sourcelink = False
html_context = {"default_mode": "auto"}
html_favicon = "icon.svg"
html_css_files = ["site.css"]
html_js_files = [("site.js", {"defer": "defer", "priority": 100})]  # before all that is larger
html_theme_options = {
    "logo": {"text": project},
    "repository_url": REPOSITORY,
    "repository_branch": "main",
    "use_repository_button": True,
    "use_download_button": False,
    "use_issues_button": True,
    "launch_buttons": {
        "jupyterlite_url": f"../{BROWSER}",
        "colab_url": "https://colab.research.google.com",
        "binderhub_url": "https://mybinder.org",
        "notebook_interface": "jupyterlab",
    },
    "back_to_top_button": False,  # on a phone it stood over what one taps
    "navbar_persistent": [],  # otherwise there are two search boxes
    "footer_content_items": ["extra-footer"],
    "extra_footer": f'Code: <a href="{REPOSITORY}/blob/main/LICENSE">MIT</a>. '
    f'Text and pictures: <a href="{REPOSITORY}/blob/main/LICENSE-content.md">CC BY 4.0</a>.',
}

html_static_path = ["../images/bend_a_line.png", "site.css", "site.js", "../build/site-source/static"]


class Lesson(SphinxTransform):
    """Makes a page of a lesson that was written for Jupyter."""

    default_priority = 400

    def apply(self):
        for link in list(self.document.findall(addnodes.pending_xref)):
            file = (Path(self.env.docname).parent / link["reftarget"]).as_posix()
            if (ROOT / file).is_file() and link["refdomain"] != "doc":  # no page of the site: the repository shows it
                link.replace_self(nodes.reference("", "", *link.children, refuri=f"{REPOSITORY}/blob/main/{file}"))
        if self.env.docname.startswith("notebooks/"):
            self.launch_from_here()
            self.describe_pictures()
            self.wake_explorables()
            self.report_exercises()
            self.link_terms()
        if self.env.docname == "index":
            self.wake_the_front_page()

    def launch_from_here(self):
        """The lesson names the published browser edition; its page names the one beside it."""
        links = next(self.document.findall(nodes.paragraph))
        links["classes"].append("launch")
        browser = next(links.findall(nodes.reference))
        links.children = [one for link in links.findall(nodes.reference) for one in (link, nodes.Text(" "))]
        browser["refuri"] = re.sub(r"https://[^/]+/[^/]+/(?=lite/)", "../", browser["refuri"])

    def describe_pictures(self):
        """An explorable is recorded as its picture and sentence, then the sentence again for those who see no text."""
        bundles = [one for one in self.document.findall(nodes.container) if one.get("nb_element") == "mime_bundle"]
        spoken = None
        for bundle in bundles:
            image = next(bundle.findall(nodes.image), None)
            text = next(bundle.findall(nodes.literal_block), None)
            if image is not None and text is not None:
                image["alt"] = spoken = text.astext()
            elif text is not None and text.astext() == spoken:
                bundle.replace_self(nodes.paragraph("", spoken, classes=["sentence"]))

    def wake_explorables(self):
        """Above each explorable, its controls: site.js shows what they choose."""
        for cell in self.document.findall(nodes.container):
            if cell.get("nb_element") != "cell_code":
                continue
            if name := states.name_in(next(cell.findall(nodes.literal_block)).astext()):
                output = next(one for one in cell.findall(nodes.container) if "cell_output" in one["classes"])
                output.insert(0, raw(self.form(name, "../")))

    def report_exercises(self):
        """Below each exercise, a link to report it, which fills in where it was found."""
        for cell in list(self.document.findall(nodes.container)):
            if cell.get("nb_element") != "cell_code":
                continue
            if found := re.search(r'^check\("(\w+)"', next(cell.findall(nodes.literal_block)).astext(), re.M):
                asked = {"title": f"{Path(self.env.docname).name}, exercise {found[1]}: ", "body": REPORT}
                address = f"{REPOSITORY}/issues/new?{urlencode(asked)}"
                link = nodes.reference("", "Report this exercise", refuri=address)
                cell.parent.insert(cell.parent.index(cell) + 1, nodes.paragraph("", "", link, classes=["report"]))

    def link_terms(self):
        """A term in bold leads to the glossary, the first time that it is on the page, but not as an item's title."""
        linked = set()
        for bold in list(self.document.findall(nodes.strong)):
            if isinstance(bold.parent.parent, nodes.list_item) and bold.parent.astext().startswith(bold.astext()):
                continue
            term = next((term for term in TERMS if re.fullmatch(bolded(term), f"**{bold.astext()}**", re.I)), None)
            if term and term not in linked:
                linked.add(term)
                address = f"../glossary.html#term-{term.replace(' ', '-')}"
                bold.replace_self(nodes.reference("", "", bold.deepcopy(), refuri=address, classes=["term"]))

    def wake_the_front_page(self):
        """An image named like an explorable becomes it, as the image shows it."""
        for image in list(self.document.findall(nodes.image)):
            if image["alt"] in GRIDS:
                grid, _ = GRIDS[name := image["alt"]]
                first = type(grid.explorable.picture)
                moves = inspect.signature(first.move).parameters
                start = {name: moves[name].default for name in grid.values}
                image["alt"] = first().sentence
                sentence = nodes.paragraph("", image["alt"], classes=["sentence"])
                image.parent.replace_self(nodes.container("", raw(self.form(name, "", start)), image, sentence))

    def form(self, name, up, start=None):
        grid, lesson = GRIDS[name]
        edition = hashlib.sha256(grid.packed.encode()).hexdigest()[:8]
        return grid.form(f"{up}{STATES}/{name}.json?{edition}", f"{up}{BROWSER}?path=notebooks/{lesson}.ipynb", start)


def draw_explorables(app):
    """Write the states of every lesson's explorables to files of the site."""
    folder = Path(app.outdir, STATES)
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        for grid in states.fitting(json.loads(path.read_text(encoding="utf-8"))):
            GRIDS[grid.name] = grid, path.stem
            (folder / f"{grid.name}.json").write_text(grid.packed, encoding="utf-8")


def raw(text):
    return nodes.raw("", text, format="html")


def describe_page(app, pagename, template, context, doctree):
    """What a search engine and a shared link show."""
    lead = doctree and next((one.astext() for one in doctree.findall(nodes.list_item)), "")
    text = f"You will {lead.rstrip(';.')}." if pagename.startswith("notebooks/") else DESCRIPTION
    title = html.escape(context.get("title", project))
    meta = {"og:title": title, "og:description": html.escape(text), "og:image": f"{PUBLISHED}_static/bend_a_line.png"}
    context["metatags"] = context.get("metatags", "") + f'<meta name="description" content="{html.escape(text)}">'
    context["metatags"] += "".join(f'<meta property="{key}" content="{value}">' for key, value in meta.items())
    # It would be read in place of what the fold shows.
    context["body"] = context.get("body", "").replace('<summary aria-label="Toggle hidden content">', "<summary>")
    if pagename == "index":
        context["docstitle"] = ""  # the page's own title is the same


def setup(app):
    app.connect("builder-inited", draw_explorables)
    app.add_transform(Lesson)
    app.connect("source-read", arrange)
    app.connect("html-page-context", describe_page)
    app.connect("build-finished", lighten, priority=900)  # after the theme, which writes a style sheet at the end
