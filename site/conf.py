"""How Sphinx makes the reading pages: from the lessons as they are recorded, with nothing run again."""

import html
import io
import json
import re
import sys
from pathlib import Path

from docutils import nodes
from PIL import Image
from sphinx import addnodes
from sphinx.transforms import SphinxTransform

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
import helpers  # noqa: E402 (found only now)
from helpers.engine.copies import answers  # noqa: E402
from helpers.engine.looks import box, coded  # noqa: E402

REPOSITORY = re.search(r'^Repository = "(.+)"', (ROOT / "pyproject.toml").read_text(), re.M)[1]
SLUG = REPOSITORY.removeprefix("https://github.com/")
PUBLISHED = "https://{}.github.io/{}/".format(*SLUG.split("/"))
BROWSER = "lite/notebooks/index.html"

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
html_show_sourcelink = False
html_context = {"default_mode": "auto"}
html_favicon = "icon.svg"
html_css_files = ["site.css"]
html_js_files = ["site.js"]
html_theme_options = {
    "logo": {"text": project},
    "repository_url": REPOSITORY,
    "repository_branch": "main",
    "use_repository_button": True,
    "use_download_button": False,
    "launch_buttons": {
        "jupyterlite_url": f"../{BROWSER}",
        "colab_url": "https://colab.research.google.com",
        "binderhub_url": "https://mybinder.org",
        "notebook_interface": "jupyterlab",
    },
    "navbar_persistent": [],  # otherwise there are two search boxes
    "footer_content_items": ["extra-footer"],
    "extra_footer": f'Code: <a href="{REPOSITORY}/blob/main/LICENSE">MIT</a>. '
    f'Text and pictures: <a href="{REPOSITORY}/blob/main/LICENSE-content.md">CC BY 4.0</a>.',
}

# MathJax and its font come from the site itself, and a screen reader gets MathML instead of a speech worker.
html_static_path = ["../images/bend_a_line.png", "site.css", "site.js", "../build/site-source/static"]
mathjax_path = "mathjax/tex-chtml.js"
mathjax4_config = {
    "loader": {"load": ["a11y/assistive-mml"]},
    "output": {"fontPath": "[mathjax]/%%FONT%%-font", "displayOverflow": "linebreak"},  # never smaller
    "options": {
        "enableMenu": False,
        "enableExplorer": False,
        "enableSpeech": False,
        "enableBraille": False,
        "menuOptions": {"settings": {"enrich": False, "speech": False, "braille": False, "assistiveMml": True}},
    },
}


def draw_the_front_page(file):
    """Write lesson 01's explorable as it is solved, once, in four seconds; return what it shows in the end."""
    from helpers.relu.pictures import BendALine

    picture, frames = BendALine(), []
    for step in range(41):
        picture.show(w2=-min(step, 20) / 10, w3=max(step - 20, 0) / 20)
        frames.append(Image.open(io.BytesIO(picture.png(100))))
    times = [100] * 40 + [1000]
    frames[0].save(file, save_all=True, append_images=frames[1:], duration=times, loop=1, lossless=True)
    return picture.sentence


class Lesson(SphinxTransform):
    """Makes a page of a lesson that was written for Jupyter."""

    default_priority = 400

    def apply(self):
        for link in list(self.document.findall(addnodes.pending_xref)):
            file = (Path(self.env.docname).parent / link["reftarget"]).as_posix()
            if (ROOT / file).is_file() and link["refdomain"] != "doc":  # no page of the site: the repository shows it
                link.replace_self(nodes.reference("", "", *link.children, refuri=f"{REPOSITORY}/blob/main/{file}"))
        for picture in self.document.findall(nodes.image):
            if picture["uri"].endswith("bend_a_line.webp"):
                picture["alt"] = draw_the_front_page(Path(self.env.srcdir, picture["uri"]))
        if self.env.docname.startswith("notebooks/"):
            self.launch_from_here()
            self.describe_pictures()

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


def arrange(app, docname, text):
    """Give a lesson's page its questions to answer and its folds, and the front page its lessons."""
    if docname == "index":
        text[0] = text[0].replace("LESSONS", "\n".join(f"{title} <notebooks/{name}>" for name, title, _ in lessons()))
        listed = [f"- [{title}](notebooks/{name}.ipynb): {what}" for name, title, what in lessons()]
        text[0] = text[0].replace("OUTCOMES", "\n".join(listed))
    if not docname.startswith("notebooks/"):
        return
    notebook = json.loads(text[0])
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    for output in (output for cell in code for output in cell["outputs"]):
        if "course-still" in "".join(output.get("data", {}).get("text/html", "")):
            del output["data"]["text/html"]  # what it says of running a cell is for where there is one to run
    for cell in code:  # an exercise that nobody tried does not greet with a cross
        said = ["".join(out.get("data", {}).get("text/plain", "")) for out in cell["outputs"]]
        cell["outputs"] = [out for out, words in zip(cell["outputs"], said) if not words.startswith("✘ Not yet")]
    fold(code[0], "hide-input")  # the setup, which is for other places
    for prediction, answer in answers(notebook):
        name = re.search(r'predict\("(\w+)"\)', "".join(prediction["source"]))[1]
        shown = {"text/html": question(name, helpers.questions()[name])}
        prediction["outputs"] = [{"output_type": "display_data", "metadata": {}, "data": shown}]
        fold(answer, "hide-output")
    text[0] = json.dumps(notebook)


def fold(cell, tag):
    cell["metadata"]["tags"] = [*cell["metadata"].get("tags", []), tag]


def lessons():
    """Yield each lesson's file, its title with its number, and what it takes and teaches."""
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        first = "".join(json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"])
        title, number, minutes, outcome = re.search(
            r"# (.+)\n[^$]*?Lesson (\d+) of \d+ · about (\d+) minutes[^$]*?\n- (.+)[;.]\n", first
        ).groups()
        yield path.stem, f"{number}. {title}", f"{outcome} (about {minutes} minutes)"


def question(name, asked):
    """Return a prediction as HTML; site.js says what belongs to the answer chosen, and unfolds what the code prints."""
    choices = ""
    for choice, words in asked.choices.items():
        said = box(choice == asked.right, f"{'✔ Right.' if choice == asked.right else '✘ Not so.'} {coded(words)}")
        radio = f'<input type="radio" name="{name}" data-said="{html.escape(said)}">'
        choices += f"<label>{radio} <span>{coded(choice)}</span></label>"
    ask = f"<legend><b>Predict.</b> {coded(asked.ask)}</legend>"
    commit = '<button type="button">That is my prediction</button><div role="status"></div>'
    return f'<form class="prediction"><fieldset>{ask}{choices}</fieldset>{commit}</form>'


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
    app.add_transform(Lesson)
    app.connect("source-read", arrange)
    app.connect("html-page-context", describe_page)
