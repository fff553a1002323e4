// The search box of the documentation: results while one types; Enter opens the page of results, "/" jumps to the box.

const box = document.querySelector("[data-docs-search]");
const hits = document.querySelector("[data-docs-hits]");
let latest = 0;
let waiting;

async function look() {
  const query = box.value.trim();
  const mine = ++latest;
  if (query.length < 2) {
    hits.replaceChildren();
    return;
  }
  const address = new URL(box.form.action);
  address.search = new URLSearchParams({ q: query, part: "1" });
  const answer = await fetch(address);
  const text = await answer.text();
  // An answer to what was typed before must not stand under what is typed now.
  if (mine === latest && answer.ok) hits.innerHTML = text;
}

box.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(look, 120);
});
box.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    latest++;
    hits.replaceChildren();
  }
});
document.addEventListener("keydown", (event) => {
  const isTyping = event.target.matches("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  box.focus();
});
