// The moving part of a page on which work is followed: the bar, the percent, the message and the time that is left.

const LOOK_EVERY_MS = 3000;

let doneAt = null; // when the server expects the end, as this browser's clock has it

export function part(name) {
  return document.querySelector(`[data-${name}]`);
}

/** The stream of events at `url`; `look` is called every few seconds once it is refused. Counts the time left down. */
export function followed(url, look) {
  const stream = new EventSource(url);
  // A lost connection comes back by itself, with Last-Event-ID. A refused stream does not.
  stream.addEventListener("error", () => {
    if (stream.readyState === EventSource.CLOSED) setInterval(look, LOOK_EVERY_MS);
  });
  setInterval(sayTimeLeft, 1000);
  return stream;
}

export function mark(stage, state) {
  stage.dataset.state = state;
  stage.querySelector("[data-stage-word]").textContent = state;
  if (state === "current") stage.setAttribute("aria-current", "step");
  else stage.removeAttribute("aria-current");
}

export function show(percent, message) {
  part("progress").value = percent;
  part("percent").textContent = percent;
  document.title = `${percent}% ${document.title.replace(/^\d+% /, "")}`;
  if (message) part("message").textContent = message;
}

export function expectIn(leftMs) {
  const left = Number(leftMs);
  doneAt = leftMs && left > 0 ? Date.now() + left : null;
}

function sayTimeLeft() {
  const leftS = doneAt === null ? 0 : (doneAt - Date.now()) / 1000;
  if (leftS <= 0) part("left").textContent = "";
  else if (leftS < 90) part("left").textContent = `about ${Math.ceil(leftS / 5) * 5} s left`;
  else part("left").textContent = `about ${Math.round(leftS / 60)} min left`;
}
