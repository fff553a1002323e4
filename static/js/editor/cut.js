// The panel of the selected segment: where it comes from, its ends as timecodes, its place.

import * as edits from "./edits.js";
import { part } from "./make.js";
import * as player from "./player.js";
import { canWrite, footageOf, on, selectedClip, store } from "./store.js";
import { duration, frameOf, timecode } from "./timecode.js";

const panel = document.getElementById("panel-cut");
const start = panel.querySelector("[name=start]");
const end = panel.querySelector("[name=end]");
const show = (name, words) => (part(name, panel).textContent = words);

export function setUp() {
  for (const type of ["change", "select"]) on(type, fill);
  panel.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    trim();
  });
  const buttons = {
    earlier: (clip) => edits.move(clip, clip.index - 1),
    later: (clip) => edits.move(clip, clip.index + 1),
    whole: (clip) => edits.trim(clip, clip.low, clip.high),
    drop: (clip) => edits.remove(clip),
  };
  for (const [name, work] of Object.entries(buttons)) {
    part(name, panel).addEventListener("click", () => selectedClip() && work(selectedClip()));
  }
}

function fill() {
  const clip = selectedClip();
  part("none", panel).hidden = Boolean(clip);
  part("one", panel).hidden = !clip;
  if (!clip) return;
  const { rate } = store;
  const made = clip.isMade ? "Made by AI" : (footageOf(clip)?.file_name ?? "Generated");
  show("name", made);
  show("facts", `${clip.index + 1} of ${store.clips.length}, ${duration(clip.frames, rate)}, ${clip.frames} frames${clip.grade ? ", graded" : ""}`);
  start.value = timecode(clip.start_frame, rate);
  end.value = timecode(clip.end_frame, rate);
  show("bounds", `From ${timecode(clip.low, rate)} to ${timecode(clip.high, rate)} of the footage can be shown.`);
  part("earlier", panel).disabled = !canWrite || clip.index === 0;
  part("later", panel).disabled = !canWrite || clip.index === store.clips.length - 1;
  part("whole", panel).disabled = !canWrite || (clip.start_frame === clip.low && clip.end_frame === clip.high);
}

function trim() {
  const clip = selectedClip();
  const [low, high] = [frameOf(start.value, store.rate), frameOf(end.value, store.rate)];
  if (low === null || high === null) {
    edits.say("Write a time as 00:00:05:12, as seconds (5.5) or as a frame (132f).", "bad");
    return;
  }
  if (clip) edits.trim(clip, low, high).then(() => player.seek(player.at));
}
