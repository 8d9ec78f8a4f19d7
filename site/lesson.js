// What the course adds to a lesson in the browser edition: it is saved by itself, and a line at the foot of the page
// says whether Python is ready, how to run a cell, and where to go on.
const name = new URLSearchParams(location.search).get("path")?.match(/^notebooks\/(\w+)\.ipynb$/)?.[1];
const bar = document.createElement("nav");
bar.className = "course";
bar.setAttribute("aria-label", "The course");
const said = document.createElement("span");
said.setAttribute("role", "status");
bar.append(said);
const link = (text, address) => {
  const made = document.createElement("a");
  [made.textContent, made.href] = [text, address];
  bar.append(made);
};
link("Read this lesson", name ? `../../notebooks/${name}.html` : "../../index.html");
fetch("../api/contents/notebooks/all.json").then(got => got.json()).then(({content}) => {
  const names = content.map(file => file.name.replace(".ipynb", "")).sort();
  const next = names[names.indexOf(name) + 1];
  if (name && next) link("Next lesson", `index.html?path=notebooks/${next}.ipynb`);
});
document.body.append(bar);

const words = {
  idle: "Ready: ▶ or Shift+Enter runs a cell.",
  busy: "Python is running.",
};
// A widget lives in the kernel that made it. When a page is opened its kernel is new, so that each recorded view would
// say "Loading widget" for ever: what stands beside it in the same output is shown, the picture or the question.
const VIEW = "application/vnd.jupyter.widget-view+json";
const showStill = notebook => {
  for (const {outputs} of notebook.cells) {
    const recorded = outputs?.toJSON() ?? [];
    if (!recorded.some(output => output.data?.[VIEW])) continue;
    outputs.fromJSON(recorded.map(({...output}) => {
      if (output.data) output.data = Object.fromEntries(Object.entries(output.data).filter(([kind]) => kind !== VIEW));
      return output;
    }));
  }
};

// JupyterLab waits ten times as long as the last save took, and calls saved what came while it was saving; a phone may
// put the page away any moment.
let opened, changed, saving;
setInterval(async () => {
  const {context, sessionContext} = window.jupyterapp?.shell.currentWidget ?? {};
  const now = words[sessionContext?.session?.kernel?.status] ?? "Python is loading; read on meanwhile.";
  if (said.textContent !== now) said.textContent = now;
  if (!context?.isReady) return;
  if (opened !== context) {
    opened = context;
    context.model.contentChanged.connect(() => { changed = true; });
    showStill(context.model);
  }
  if (saving || !changed) return;
  [saving, changed] = [true, false];
  try {
    await context.save();
  } finally {
    saving = false;
  }
}, 500);
