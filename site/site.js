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
