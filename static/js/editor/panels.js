// Tabs beside the picture, as ARIA describes them: arrows move between them, Tab goes into the panel.

import { tell } from "./store.js";

const tabs = [...document.querySelectorAll("[role=tab]")];

export const isOpen = (name) => tabs.some((tab) => tab.dataset.tab === name && tab.getAttribute("aria-selected") === "true");

export function open(name, { isFocused = false } = {}) {
  for (const tab of tabs) {
    const isHere = tab.dataset.tab === name;
    tab.setAttribute("aria-selected", isHere);
    tab.tabIndex = isHere ? 0 : -1;
    document.getElementById(tab.getAttribute("aria-controls")).hidden = !isHere;
    if (isHere && isFocused) tab.focus();
  }
  tell("panel", name);
}

export function setUp() {
  for (const [index, tab] of tabs.entries()) {
    tab.addEventListener("click", () => open(tab.dataset.tab));
    tab.addEventListener("keydown", (event) => {
      const steps = { ArrowRight: 1, ArrowLeft: -1 };
      const to = event.key === "Home" ? 0 : event.key === "End" ? tabs.length - 1 : index + (steps[event.key] ?? NaN);
      if (Number.isNaN(to)) return;
      event.preventDefault();
      open(tabs.at(to % tabs.length).dataset.tab, { isFocused: true });
    });
  }
}
