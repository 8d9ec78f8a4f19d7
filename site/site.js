// What scrolls by itself can be reached by keyboard.
const reachable = () => {
  for (const wide of document.querySelectorAll("mjx-container[display], .highlight pre")) {
    wide.toggleAttribute("tabindex", wide.scrollWidth > wide.clientWidth);
    if (wide.hasAttribute("tabindex")) wide.tabIndex = 0;
  }
};
addEventListener("load", reachable);
addEventListener("resize", reachable);
addEventListener("toggle", reachable, true);

// How far a reader has come, by lesson, kept in this browser alone; lesson.js writes down how many exercises are solved.
const COURSE = "activation-functions-from-scratch";
const lesson = location.pathname.match(/notebooks\/(\w+)\.html$/)?.[1];
const predictions = [...document.querySelectorAll(".prediction")];
const kept = () => {
  try {
    return JSON.parse(localStorage.getItem(COURSE)) ?? {};
  } catch { // no reader has to let a site keep anything
    return {};
  }
};
const keep = form => {
  const course = kept();
  const {predicted} = course[lesson] ?? {};
  const chosen = form && {[form.querySelector("input").name]: form.querySelector(":checked").parentElement.textContent};
  course[lesson] = {...course[lesson], predicted: {...predicted, ...chosen}, predictions: predictions.length};
  try {
    localStorage.setItem(COURSE, JSON.stringify({...course, last: lesson}));
  } catch { /* as above */ }
};

// A prediction committed to: what belongs to it, and what the next cell prints.
const commit = form => {
  const chosen = form.querySelector(":checked");
  form.querySelector("[role=status]").innerHTML = chosen ? chosen.dataset.said : "Choose one of the answers first.";
  const follows = folded => form.compareDocumentPosition(folded) & Node.DOCUMENT_POSITION_FOLLOWING;
  if (chosen) [...document.querySelectorAll("details.below-input")].find(follows).open = true;
  return chosen;
};
document.addEventListener("click", ({target}) => {
  const form = target.closest(".prediction");
  if (form && target.tagName === "BUTTON" && commit(form)) keep(form);
});
if (lesson) {
  const {predicted = {}} = kept()[lesson] ?? {};
  for (const form of predictions) {
    const said = predicted[form.querySelector("input").name];
    const before = [...form.querySelectorAll("label")].find(label => label.textContent === said);
    if (form.querySelector("[data-pressed]")) { // before this script had come
      if (commit(form)) keep(form);
    } else if (before) {
      before.firstElementChild.checked = true;
      commit(form);
    }
  }
  keep();
}

// The front page says it of each lesson, and where to go on.
for (const row of document.querySelectorAll("ul.lessons > li")) {
  const link = row.querySelector("a[href$='.html']");
  const name = link.pathname.match(/(\w+)\.html$/)[1];
  const {last, [name]: been} = kept();
  if (!been) continue;
  const done = [];
  const answered = Object.keys(been.predicted ?? {}).length;
  if (answered) done.push(`${answered} of ${been.predictions} predictions answered on its page`);
  if (been.solved) done.push(`${been.solved} of ${been.exercises} exercises solved in your browser`);
  const said = document.createElement("p");
  said.className = "done";
  said.textContent = done.length ? `✔ ${done.join(", ")}.` : "";
  row.append(said);
  if (name !== last) continue;
  const on = document.createElement("p");
  on.append("Go on with ", link.cloneNode(true), ".");
  document.querySelector(".launch").after(on);
}

// An explorable: all its states were drawn when the page was made, and its controls choose which of them is shown.
// states.py says what its file holds.
const awaken = async form => {
  const {shown, layers: [still, moved, over], parts, off} = await (await fetch(form.dataset.states)).json();
  const hands = [...form.querySelectorAll("input, select")];
  const image = form.parentElement.querySelector("img");
  const sentence = form.parentElement.querySelector(".sentence");
  const picture = document.createElement("div");
  picture.className = "picture";
  picture.setAttribute("role", "img");
  picture.style.maxWidth = `${image.getAttribute("width") ?? image.width}px`;
  picture.innerHTML = `<div>${still}</div><div></div>${over}`;
  const show = () => {
    const at = hands.map(hand => hand.type === "checkbox" ? +hand.checked : hand.selectedIndex ?? +hand.value);
    const find = ([hangsOn, drawings, which]) => {
      const place = hangsOn.reduce((found, hand) => found * shown[hand].length + at[hand], 0);
      return drawings[which ? which[place] : place];
    };
    const found = parts.map(find);
    sentence.innerHTML = found.pop();
    picture.setAttribute("aria-label", sentence.textContent);
    picture.children[1].innerHTML = `${moved}${found.join("")}</svg>`;
    hands.forEach((hand, number) => {
      hand.disabled = find(off[number]);
      if (hand.type !== "range") return;
      hand.nextElementSibling.textContent = shown[number][at[number]];
      hand.setAttribute("aria-valuetext", shown[number][at[number]]);
    });
  };
  show();
  (image.closest("a") ?? image).replaceWith(picture);
  sentence.setAttribute("aria-live", "polite");
  form.addEventListener("input", show);
  form.addEventListener("reset", () => setTimeout(show));
};
// What is heavy comes when the reader comes near: an explorable's states, and what sets the formulas.
const whenNear = (all, margin, come) => {
  const near = new IntersectionObserver(seen => seen.filter(one => one.isIntersecting).forEach(({target}) => {
    near.unobserve(target);
    come(target);
  }), {rootMargin: margin});
  all.forEach(one => near.observe(one));
};
whenNear(document.querySelectorAll("form.explorable"), "1500px", awaken);
