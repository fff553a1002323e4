// A job page that moves: follows the job's event stream and, where that is not to be had, looks again every few seconds.

const LOOK_EVERY_MS = 3000;
const OVER = ["succeeded", "failed", "canceled"];

const region = document.querySelector("[data-events]");
let progress = part("progress").value / 100;
let doneAt = null; // when the server expects the end, as this browser's clock has it

expectIn(part("left").dataset.leftMs);

if (region) follow();

function part(name) {
  return document.querySelector(`[data-${name}]`);
}

function follow() {
  const stream = new EventSource(region.dataset.events);
  stream.addEventListener("running", begin);
  stream.addEventListener("stage", (event) => enter(JSON.parse(event.data)));
  stream.addEventListener("progress", (event) => advance(JSON.parse(event.data)));
  for (const end of OVER) {
    stream.addEventListener(end, () => {
      stream.close();
      reread();
    });
  }
  // A lost connection comes back by itself, with Last-Event-ID. A refused stream does not.
  stream.addEventListener("error", () => {
    if (stream.readyState === EventSource.CLOSED) setInterval(reread, LOOK_EVERY_MS);
  });
  setInterval(sayTimeLeft, 1000);
}

function begin() {
  part("badge").firstElementChild.textContent = "Running";
}

function enter({ stage, label, progress: fraction, timeLeftMs }) {
  let isPast = true;
  for (const mark of document.querySelectorAll("[data-stage]")) {
    const isHere = mark.dataset.stage === stage;
    if (isHere) isPast = false;
    mark.dataset.state = isHere ? "current" : isPast ? "done" : "ahead";
    mark.querySelector("[data-stage-word]").textContent = mark.dataset.state;
    if (isHere) mark.setAttribute("aria-current", "step");
    else mark.removeAttribute("aria-current");
  }
  advance({ progress: fraction, message: label, timeLeftMs });
}

function advance({ progress: fraction, message, timeLeftMs, createdAt }) {
  progress = Math.max(progress, fraction);
  const percent = Math.floor(progress * 100);
  part("progress").value = percent;
  part("percent").textContent = percent;
  document.title = `${percent}% ${document.title.replace(/^\d+% /, "")}`;
  if (message) part("message").textContent = message;
  // Events that a reconnect replays are old: their estimate has aged by as much.
  const age = createdAt ? Math.max(0, Date.now() - Date.parse(createdAt)) : 0;
  expectIn(timeLeftMs == null ? null : timeLeftMs - age);
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

// The server draws the end: cause or receipt, what was made, which buttons remain.
async function reread() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("job");
  if (!fresh.dataset.events) {
    location.reload();
    return;
  }
  for (const name of ["progress", "percent", "message", "left", "badge"]) {
    document.querySelector(`[data-${name}]`).replaceWith(fresh.querySelector(`[data-${name}]`));
  }
  document.querySelector(".marks").replaceWith(fresh.querySelector(".marks"));
  progress = part("progress").value / 100;
}
