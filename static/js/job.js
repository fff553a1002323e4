// A job page that moves: follows the job's event stream and, where that is not to be had, looks again every few seconds.

import { expectIn, followed, mark, part, show } from "./progress.js";

const OVER = ["succeeded", "failed", "canceled"];

const region = document.querySelector("[data-events]");
let progress = part("progress").value / 100;

expectIn(part("left").dataset.leftMs);

if (region) follow();

function follow() {
  const stream = followed(region.dataset.events, reread);
  stream.addEventListener("running", begin);
  stream.addEventListener("stage", (event) => enter(JSON.parse(event.data)));
  stream.addEventListener("progress", (event) => advance(JSON.parse(event.data)));
  for (const end of OVER) {
    stream.addEventListener(end, () => {
      stream.close();
      reread();
    });
  }
}

function begin() {
  part("badge").firstElementChild.textContent = "Running";
}

function enter({ stage, label, progress: fraction, timeLeftMs }) {
  let isPast = true;
  for (const one of document.querySelectorAll("[data-stage]")) {
    const isHere = one.dataset.stage === stage;
    if (isHere) isPast = false;
    mark(one, isHere ? "current" : isPast ? "done" : "ahead");
  }
  advance({ progress: fraction, message: label, timeLeftMs });
}

function advance({ progress: fraction, message, timeLeftMs, createdAt }) {
  progress = Math.max(progress, fraction);
  show(Math.floor(progress * 100), message);
  // Events that a reconnect replays are old: their estimate has aged by as much.
  const age = createdAt ? Math.max(0, Date.now() - Date.parse(createdAt)) : 0;
  expectIn(timeLeftMs == null ? null : timeLeftMs - age);
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
