// Sets the formulas of the pages in a folder, once for all who read them, so that no script has to come and do it:
// node site/formulas.mjs build/site

import {readFileSync, readdirSync, writeFileSync} from "node:fs";
import {createRequire} from "node:module";

const folder = process.argv[2];
const MathJax = createRequire(new URL("../build/site-npm/", import.meta.url))("mathjax");
await MathJax.init({
  loader: {load: ["input/tex", "output/chtml", "a11y/assistive-mml"]},
  chtml: {fontURL: "formulas"}, // beside the style sheet
});
const {adaptor} = MathJax.startup;
const plain = html => adaptor.textContent(adaptor.body(adaptor.parse(html, "text/html")));
const WRITTEN = /(?<before><(?:span|div) class="math [^>]*>)\s*\\(?<open>[([])(?<tex>.*?)\\[)\]](?=\s*<\/(?:span|div)>)/gs;

for (const name of readdirSync(folder, {recursive: true}).filter(name => /^[^_].*\.html$/.test(name))) {
  const page = readFileSync(`${folder}/${name}`, "utf-8");
  let set = "", from = 0;
  for (const {0: written, index, groups: {before, open, tex}} of page.matchAll(WRITTEN)) {
    const formula = await MathJax.tex2chtmlPromise(plain(tex), {display: open === "["});
    set += page.slice(from, index) + before + adaptor.outerHTML(formula).replace(/ data-latex="[^"]*"/g, "");
    from = index + written.length;
  }
  writeFileSync(`${folder}/${name}`, set + page.slice(from));
}
writeFileSync(`${folder}/_static/formulas.css`, adaptor.textContent(MathJax.chtmlStylesheet()));
