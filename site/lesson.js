// What the course adds to a lesson in the browser edition: it is saved by itself, a newer edition of it is offered,
// and a line at the foot of the page says whether Python is ready, how to run a cell, and where to go on.
const [, name, copy] = new URLSearchParams(location.search).get("path")?.match(/^notebooks\/(\w+)(-\w+)?\.ipynb$/) ?? [];
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
  return made;
};
link("Lesson’s page", name ? `../../notebooks/${name}.html` : "../../index.html");
fetch("../api/contents/notebooks/all.json").then(got => got.json()).then(({content}) => {
  const names = content.map(file => file.name.replace(".ipynb", "")).sort();
  const next = names[names.indexOf(name) + 1];
  if (name && next) link("Next lesson", `index.html?path=notebooks/${next}.ipynb`);
});
document.body.append(bar);

const words = {
  idle: "Ready. Tap or click a cell, then ▶ above or Shift+Enter.",
  busy: "Python is running.",
};
const LOADING = "Python is loading. Read on meanwhile.";

// A learner's own copy is what opens, and stays; a lesson that has changed since can be opened beside it.
const offerNewer = async model => {
  if (!name || copy) return;
  const {serviceManager} = window.jupyterapp;
  const fresh = await (await fetch(`../files/notebooks/${name}.ipynb`, {cache: "no-cache"})).json();
  const {edition} = fresh.metadata;
  if (edition === model.getMetadata("edition")) return;
  const path = `notebooks/${name}-${edition}.ipynb`;
  const {content} = await serviceManager.contents.get("notebooks", {content: true});
  if (!content.some(file => file.path === path)) {
    await serviceManager.contents.save(path, {type: "notebook", format: "json", content: fresh});
  }
  link("Newer edition", `index.html?path=${path}`).title = "This lesson has changed since you began. Yours is kept.";
};

// JupyterLab waits ten times as long as the last save took, and calls saved what came while it was saving; a phone may
// put the page away any moment.
let opened, changed, saving;
const save = async () => {
  if (saving || !changed) return;
  [saving, changed] = [true, false];
  try {
    await opened.save();
    if (name) count();
  } finally {
    saving = false;
  }
};
addEventListener("pagehide", save);

// A save that meets another finds the file newer than it knows, and JupyterLab asks the learner which of both to keep.
const saveInTurn = context => {
  const now = context.save.bind(context);
  let last = Promise.resolve();
  context.save = () => (last = last.then(now, now));
};

// How far a learner has come, for the front page, kept in this browser alone: see site.js.
const COURSE = "activation-functions-from-scratch";
const count = () => {
  const outputs = [...opened.model.cells]
    .filter(({sharedModel}) => /^check\("/m.test(sharedModel.source))
    .map(cell => cell.outputs.toJSON());
  const right = outputs.filter(shown => shown.some(({data}) => String(data?.["text/plain"]).startsWith("✔")));
  try {
    const course = JSON.parse(localStorage.getItem(COURSE)) ?? {};
    course[name] = {...course[name], solved: right.length, exercises: outputs.length};
    localStorage.setItem(COURSE, JSON.stringify({...course, last: name}));
  } catch { /* no reader has to let a site keep anything */ }
};
setInterval(() => {
  const {context, sessionContext} = window.jupyterapp?.shell.currentWidget ?? {};
  const now = words[sessionContext?.session?.kernel?.status] ?? LOADING;
  if (said.textContent !== now) said.textContent = now;
  if (!context?.isReady) return;
  const title = context.model.cells.get(0)?.sharedModel.source.match(/^# (.+)/m)?.[1];
  if (title && document.title !== title) document.title = title;
  if (opened !== context) {
    opened = context;
    saveInTurn(context);
    context.model.contentChanged.connect(() => { changed = true; });
    offerNewer(context.model);
  }
  save();
}, 500);
