// What scrolls by itself can be reached by keyboard.
const reachable = () => {
  for (const formula of document.querySelectorAll("mjx-container[display]")) {
    formula.toggleAttribute("tabindex", formula.scrollWidth > formula.clientWidth);
    if (formula.hasAttribute("tabindex")) formula.tabIndex = 0;
  }
};
addEventListener("load", () => window.MathJax?.startup.promise.then(reachable));
addEventListener("resize", reachable);

// A prediction committed to: what belongs to it, and what the next cell prints.
document.addEventListener("click", ({target}) => {
  const form = target.closest(".prediction");
  if (!form || target.tagName !== "BUTTON") return;
  const chosen = form.querySelector(":checked");
  form.querySelector("[role=status]").innerHTML = chosen ? chosen.dataset.said : "Choose one of the answers first.";
  const follows = folded => form.compareDocumentPosition(folded) & Node.DOCUMENT_POSITION_FOLLOWING;
  if (chosen) [...document.querySelectorAll("details.below-input")].find(follows).open = true;
});

// An explorable: all its states were drawn when the page was made, and its controls choose which of them is shown.
// states.py says what its file holds.
const awaken = async form => {
  const {shown, still, moved, parts, off} = await (await fetch(form.dataset.states)).json();
  const hands = [...form.querySelectorAll("input, select")];
  const image = form.parentElement.querySelector("img");
  const sentence = form.parentElement.querySelector(".sentence");
  const picture = document.createElement("div");
  picture.className = "picture";
  picture.setAttribute("role", "img");
  picture.style.maxWidth = `${image.getAttribute("width") ?? image.width}px`;
  picture.innerHTML = `<div>${still}</div><div></div>`;
  const show = () => {
    const at = hands.map(hand => hand.type === "checkbox" ? +hand.checked : hand.selectedIndex ?? +hand.value);
    const find = ([hangsOn, drawings, which]) => {
      const place = hangsOn.reduce((found, hand) => found * shown[hand].length + at[hand], 0);
      return drawings[which ? which[place] : place];
    };
    const found = parts.map(find);
    sentence.innerHTML = found.pop();
    picture.setAttribute("aria-label", sentence.textContent);
    picture.lastChild.innerHTML = `${moved}${found.join("")}</svg>`;
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
const near = new IntersectionObserver(seen => seen.filter(one => one.isIntersecting).forEach(({target}) => {
  near.unobserve(target);
  awaken(target);
}), {rootMargin: "1500px"});
document.querySelectorAll("form.explorable").forEach(form => near.observe(form));
