// What scrolls by itself can be reached by keyboard.
const reachable = () => {
  for (const formula of document.querySelectorAll("mjx-container[display]")) {
    formula.toggleAttribute("tabindex", formula.scrollWidth > formula.clientWidth);
    if (formula.hasAttribute("tabindex")) formula.tabIndex = 0;
  }
};
addEventListener("load", () => window.MathJax?.startup.promise.then(reachable));
addEventListener("resize", reachable);
