// A form with data-quoted: whenever it changes, its fields are sent to that address, and #offer shows what comes back.

const WAIT_MS = 300;

const form = document.querySelector("[data-quoted]");
const offer = document.getElementById("offer");
let timer = 0;
let asking = null;

form.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(ask, WAIT_MS);
});

async function ask() {
  asking?.abort(); // an older answer must not come after a newer one
  asking = new AbortController();
  const sent = { method: "POST", body: new FormData(form), signal: asking.signal };
  const answer = await fetch(form.dataset.quoted, sent).catch(() => null);
  if (!answer?.ok) return;
  const open = [...offer.querySelectorAll("details")].map((part) => part.open);
  offer.innerHTML = await answer.text();
  [...offer.querySelectorAll("details")].forEach((part, at) => (part.open = open[at] ?? part.open));
  for (const button of offer.querySelectorAll("[data-copies]")) button.hidden = false;
}
