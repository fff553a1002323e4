// A workflow that is being made: follows its stream of steps and, where that is not to be had, looks again by itself.

import { expectIn, followed, mark, part, show } from "./progress.js";

const region = document.querySelector("[data-stream]");

expectIn(part("left").dataset.leftMs);
if (region) follow();

function follow() {
  const stream = followed(region.dataset.stream, () => location.reload());
  stream.addEventListener("step", (event) => step(JSON.parse(event.data), stream));
  stream.addEventListener("progress", (event) => advance(JSON.parse(event.data)));
  stream.addEventListener("result", () => {
    stream.close();
    location.reload();
  });
}

function step({ step: name, status, progress, label }, stream) {
  if (status === "suspended") {
    // The stream begins with the whole log: a review that was answered comes by again.
    if ("reviewed" in region.dataset) return;
    stream.close();
    location.reload();
    return;
  }
  const stages = [...document.querySelectorAll("[data-stage]")];
  const at = stages.findIndex((stage) => stage.dataset.stage === name);
  stages.forEach((stage, number) => {
    if (number < at || (number === at && status === "completed")) mark(stage, "done");
    else if (number === at) mark(stage, "current");
  });
  if (status === "started") part("badge").firstElementChild.textContent = "Running";
  advance({ progress, message: label });
}

function advance({ progress, message, timeLeftMs }) {
  show(Math.max(part("progress").value, progress), message);
  if (timeLeftMs !== undefined) expectIn(timeLeftMs);
}
