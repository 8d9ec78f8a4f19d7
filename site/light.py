"""The last step of the reading pages: each is made to be read soon."""

import hashlib
import html
import logging
import re
import subprocess
from pathlib import Path

from fontTools import subset, ttLib


def lighten(app, error):
    """Let a page be read soon: on a phone, what it asks for before that takes ten times as long as its words."""
    out, static, used = Path(app.outdir), Path(app.outdir, "_static"), set()
    subprocess.run(["node", Path(__file__).with_name("formulas.mjs"), out], check=True)
    pages = {page: page.read_text(encoding="utf-8") for page in out.rglob("*.html")}
    options = (static / "documentation_options.js").read_text(encoding="utf-8")
    for page, text in pages.items():
        used |= set(re.findall(r"\bfa-([a-z-]+)", text))
        text = re.sub(r'<link rel="preload" as="script".*?>|<script defer [^>]*fontawesome.*?</script>', "", text)
        text = re.sub(r"<script[^>]*(>window\.MathJax|mathjax@).*?</script>", "", text)  # formulas.mjs has set them
        if page.name != "search.html":
            text = re.sub(r"<script [^>]*(searchtools|language_data|searchindex)\.js.*?</script>", "", text)
        text = re.sub(r"<script [^>]*documentation_options.*?</script>", f"<script>{options}</script>", text)
        pages[page] = re.sub(r"<script (?=src)", "<script defer ", text)
    # Of the formulas' largest font, the letters that a formula has: a tenth.
    logging.getLogger("fontTools").setLevel(logging.WARNING)
    font = ttLib.TTFont(file := static / "formulas/mjx-ncm-n.woff2")
    letters = subset.Subsetter(subset.Options(drop_tables=["ltag"]))
    letters.populate(text=html.unescape("".join(re.findall(r"<mjx-c\b[^>]*>([^<]*)", "".join(pages.values())))))
    letters.subset(font)
    font.save(file)
    # Of two thousand icons, in a script and three fonts, those that a page shows.
    icons = (static / "scripts/fontawesome.js").read_text(encoding="utf-8")
    drawings = ""
    for name in sorted(used):
        if drawn := re.search(rf'[{{{{,]"?{name}"?:\[(\d+),(\d+),\[[^]]*\],"\w+","([^"]*)"\]', icons):
            width, height, path = drawn.groups()
            svg = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}'><path d='{path}'/></svg>"
            drawings += f'.fa-{name}{{--icon:url("data:image/svg+xml,{svg}")}}'
    # Ten style sheets, one of which asks for another, are one, without what is said of classes that no page has.
    link = re.compile(r'<link [^>]*href="[./]*_static/([^"?]+\.css)[^>]*>')
    named = dict.fromkeys(name for text in pages.values() for name in link.findall(text))
    sheets = "".join((static / name).read_text(encoding="utf-8") for name in ["basic.css", *named, "formulas.css"])
    sheets = re.sub(r'/\*.*?\*/|@(import|charset) ".*?";|@font-face\{[^}]*Font Awesome[^}]*\}', "", sheets, flags=re.S)
    scripts = [file.read_text(encoding="utf-8") for file in static.rglob("*.js") if file.stem != "fontawesome"]
    words = set(re.findall(r"[\w-]+", " ".join([*pages.values(), *scripts])))

    def had(selector):
        return words.issuperset(re.findall(r"\.(-?[a-zA-Z_][\w-]*)", re.sub(r":not\([^)]*\)", "", selector)))

    rules = r"([^{}]+)\{[^{}]*\}"
    sheets = re.sub(rules, lambda rule: rule[0] if any(map(had, rule[1].split(","))) else "", sheets)
    sheet = f"all-{hashlib.sha256((sheets + drawings).encode()).hexdigest()[:8]}.css"
    (static / sheet).write_text(sheets + drawings, encoding="utf-8")
    for page, text in pages.items():
        up = "../" * (len(page.relative_to(out).parts) - 1)
        text = link.sub("", text).replace("</head>", f'<link rel="stylesheet" href="{up}_static/{sheet}"></head>')
        page.write_text(text, encoding="utf-8")
