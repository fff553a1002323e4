// A workflow that is being made: follows its stream of steps and, where that is not to be had, looks again by itself.

const LOOK_EVERY_MS = 3000;

const region = document.querySelector("[data-stream]");
let doneAt = null; // when the server expects the end, as this browser's clock has it

expectIn(part("left").dataset.leftMs);
if (region) follow();

function part(name) {
  return document.querySelector(`[data-${name}]`);
}

function follow() {
  const stream = new EventSource(region.dataset.stream);
  stream.addEventListener("step", (event) => step(JSON.parse(event.data), stream));
  stream.addEventListener("progress", (event) => advance(JSON.parse(event.data)));
  stream.addEventListener("result", () => {
    stream.close();
    location.reload();
  });
  // A lost connection comes back by itself, with Last-Event-ID. A refused stream does not.
  stream.addEventListener("error", () => {
    if (stream.readyState === EventSource.CLOSED) setInterval(() => location.reload(), LOOK_EVERY_MS);
  });
  setInterval(sayTimeLeft, 1000);
}

function step({ step: name, status, progress, label }, stream) {
  if (status === "suspended") {
    // The stream begins with the whole log: a review that was answered comes by again.
    if ("reviewed" in region.dataset) return;
    stream.close();
    location.reload();
    return;
  }
  const marks = [...document.querySelectorAll("[data-stage]")];
  const at = marks.findIndex((mark) => mark.dataset.stage === name);
  marks.forEach((mark, number) => {
    if (number < at || (number === at && status === "completed")) say(mark, "done");
    else if (number === at) say(mark, "current");
  });
  if (status === "started") part("badge").firstElementChild.textContent = "Running";
  advance({ progress, message: label });
}

function say(mark, state) {
  mark.dataset.state = state;
  mark.querySelector("[data-stage-word]").textContent = state;
  if (state === "current") mark.setAttribute("aria-current", "step");
  else mark.removeAttribute("aria-current");
}

function advance({ progress, message, timeLeftMs }) {
  const percent = Math.max(part("progress").value, progress);
  part("progress").value = percent;
  part("percent").textContent = percent;
  document.title = `${percent}% ${document.title.replace(/^\d+% /, "")}`;
  if (message) part("message").textContent = message;
  if (timeLeftMs !== undefined) expectIn(timeLeftMs);
}

function expectIn(leftMs) {
  const left = Number(leftMs);
  doneAt = leftMs && left > 0 ? Date.now() + left : null;
}

function sayTimeLeft() {
  const leftS = doneAt === null ? 0 : (doneAt - Date.now()) / 1000;
  if (leftS <= 0) part("left").textContent = "";
  else if (leftS < 90) part("left").textContent = `about ${Math.ceil(leftS / 5) * 5} s left`;
  else part("left").textContent = `about ${Math.round(leftS / 60)} min left`;
}
