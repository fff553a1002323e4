// Parts of a page that wait for something: read the page again until the server says it is over.
// `data-reread` holds the milliseconds between two readings. When a part is over the page is loaded whole, or, with
// `data-part`, only that part is replaced. Nobody reads a page in a hidden tab, and nothing is taken from under the
// fingers or ears of whoever is filling in a form or listening.

const waiting = () => [...document.querySelectorAll("[data-reread]")];
const every = Math.min(...waiting().map((part) => Number(part.dataset.reread)));

const timer = setInterval(async () => {
  if (document.hidden) return;
  const answer = await fetch(location.href).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of waiting()) {
    const fresh = part.id ? page.getElementById(part.id) : page.querySelector("[data-reread]");
    const isOver = !fresh || !("reread" in fresh.dataset);
    if (isOver && !(fresh && "part" in part.dataset)) {
      if (isBusy(document.body)) continue;
      clearInterval(timer);
      location.reload();
      return;
    }
    if (!isBusy(part)) part.replaceWith(fresh);
  }
  if (!waiting().length) clearInterval(timer);
}, every);

function isBusy(part) {
  if (part !== document.body && part.contains(document.activeElement)) return true;
  if ([...part.querySelectorAll("audio, video")].some((media) => !media.paused)) return true;
  return [...part.querySelectorAll("input:not([type=hidden]), textarea, select")].some(isChanged);
}

function isChanged(control) {
  if (control instanceof HTMLSelectElement) {
    const options = [...control.options];
    return options.some((o) => o.defaultSelected) && options.some((o) => o.selected !== o.defaultSelected);
  }
  return control.type === "checkbox" || control.type === "radio"
    ? control.checked !== control.defaultChecked
    : control.value !== control.defaultValue;
}
