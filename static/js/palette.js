// The palette: Ctrl+K (Cmd+K) or its button opens a dialog, in which one types and goes where the chosen line leads.
// A combobox whose list the server draws: the field keeps the focus, aria-activedescendant says which line is chosen.

const WAIT_MS = 120; // so that a word typed in one go is asked once
const SECRET_OF_A_KEY = /\b(sh_[0-9a-f]{18})_[0-9a-f]+/g; // never sent: addresses end up in logs

const dialog = document.querySelector("[data-palette]");
const box = dialog.querySelector("[role=combobox]");
const list = dialog.querySelector("[role=listbox]");
const none = dialog.querySelector("[data-palette-none]");
const status = dialog.querySelector("[data-palette-status]");
const options = () => [...list.querySelectorAll("[role=option]")];
let timer = 0;
let asking = null;
let shown = null; // the query whose answer stands in the list

for (const opener of document.querySelectorAll("[data-palette-opens]")) {
  opener.setAttribute("role", "button"); // without script it is a link to the page of the search
  opener.setAttribute("aria-haspopup", "dialog");
  opener.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });
  opener.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    open();
  });
  const keys = opener.querySelector("kbd");
  if (keys && /Mac|iPhone|iPad/.test(navigator.platform)) keys.textContent = "⌘ K";
}

addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
  if (!dialog.open && document.querySelector("dialog:modal")) return; // a question is open: it is answered first
  event.preventDefault();
  if (dialog.open) dialog.close();
  else open();
});

box.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(look, WAIT_MS);
});
box.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 5, PageUp: -5 }[event.key];
  if (step) {
    event.preventDefault();
    move(step);
  } else if (event.key === "Enter") {
    const line = chosen();
    if (!line || shown !== query()) return; // the form leads to the page with all results
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) window.open(line.href, "_blank", "noopener");
    else line.click();
  }
});
list.addEventListener("pointermove", (event) => {
  const line = event.target.closest("[role=option]");
  if (line && line !== chosen()) choose(line);
});
list.addEventListener("click", (event) => {
  if (event.target.closest("[role=option]") && !event.ctrlKey && !event.metaKey) dialog.close();
});
dialog.addEventListener("close", () => {
  clearTimeout(timer);
  asking?.abort();
  box.setAttribute("aria-expanded", "false");
});

function open() {
  const drawer = document.querySelector("#sidebar:popover-open");
  if (drawer) drawer.hidePopover();
  dialog.showModal();
  box.select();
  look();
}

function query() {
  return box.value.trim();
}

async function look() {
  const asked = query();
  asking?.abort(); // an older answer must not come after a newer one
  const mine = (asking = new AbortController());
  const address = new URL(box.form.action);
  address.search = new URLSearchParams({ q: asked.replace(SECRET_OF_A_KEY, "$1"), part: "1" });
  const answer = await fetch(address, { signal: mine.signal }).catch(() => null);
  if (mine.signal.aborted) return;
  if (answer?.redirected) return location.reload(); // signed out meanwhile
  if (!answer || (!answer.ok && answer.status !== 429)) return say("The studio does not answer. Press Enter to try again.");
  const text = await answer.text();
  if (mine.signal.aborted) return;
  show(asked, text);
}

function show(asked, html) {
  shown = asked;
  list.innerHTML = html;
  list.scrollTop = 0;
  const lines = options();
  const words = list.querySelector("[data-none]");
  none.replaceChildren(...(words ? [words] : []));
  none.hidden = !words;
  list.hidden = lines.length === 0;
  box.setAttribute("aria-expanded", String(lines.length > 0));
  choose(asked ? lines[0] : null);
  status.textContent = lines.length === 1 ? "1 result" : `${lines.length || "No"} results`;
}

function say(words) {
  shown = null;
  list.hidden = true;
  none.hidden = false;
  none.textContent = status.textContent = words;
  choose(null);
}

function chosen() {
  return list.querySelector("[aria-selected=true]");
}

function choose(line) {
  chosen()?.setAttribute("aria-selected", "false");
  if (!line) return box.removeAttribute("aria-activedescendant");
  line.setAttribute("aria-selected", "true");
  box.setAttribute("aria-activedescendant", line.id);
}

function move(step) {
  const lines = options();
  if (!lines.length) return;
  const at = lines.indexOf(chosen());
  const wraps = Math.abs(step) === 1;
  let next = at < 0 ? (step > 0 ? 0 : lines.length - 1) : at + step;
  next = wraps ? (next + lines.length) % lines.length : Math.min(lines.length - 1, Math.max(0, next));
  choose(lines[next]);
  lines[next].scrollIntoView({ block: "nearest" });
  if (next === 0) list.scrollTop = 0; // with the heading above it
}
