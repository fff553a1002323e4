// What every page does: theme, dialogs, copying, toasts, menus, and no second press of a busy button.

import { watchDialogs } from "./dialogs.js";
import { watchCopying } from "./copying.js";
import { watchTheme } from "./theme.js";
import { watchToasts } from "./toasts.js";

watchDialogs(document);
watchCopying(document);
watchTheme(document);
watchToasts(document);

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// The button is disabled after the submit event, so that its own name and value are still sent.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method === "get" || "stays" in event.target.dataset) return;
  for (const button of event.target.querySelectorAll("button:not([type=button])")) {
    button.dataset.busy = "";
    setTimeout(() => (button.disabled = true));
  }
});
// A page that comes back from the back/forward cache must not keep its buttons disabled.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const button of document.querySelectorAll("button[data-busy]")) {
    delete button.dataset.busy;
    button.disabled = false;
  }
});

// On a phone the row of tabs is wider than the screen.
document.querySelector(".tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

const wrong = document.querySelector("[aria-invalid=true]");
if (wrong) wrong.focus();
