// The editor's page: every part is set up once, then the project is laid out and all of them draw what they are told.

import * as boxes from "./box.js";
import * as cutting from "./cut.js";
import * as edits from "./edits.js";
import * as footage from "./footage.js";
import * as generating from "./generate.js";
import * as grading from "./grade.js";
import * as history from "./history.js";
import * as keys from "./keys.js";
import * as look from "./look.js";
import { part } from "./make.js";
import * as monitor from "./monitor.js";
import * as panels from "./panels.js";
import * as player from "./player.js";
import { canWrite, clipAt, lay, on, reread, select, store } from "./store.js";
import * as track from "./track.js";

const STALE_MS = 20_000;
const said = part("said");
let lastRead = Date.now();

for (const one of [panels, monitor, look, track, cutting, grading, boxes, generating, history, footage, keys]) one.setUp();

const buttons = {
  undo: edits.undo,
  redo: edits.redo,
  split: () => edits.split(player.at),
  delete: () => edits.remove(),
  "trim-start": () => key("q"),
  "trim-end": () => key("w"),
  play: player.toggle,
  "frame-back": () => key("ArrowLeft"),
  "frame-on": () => key("ArrowRight"),
  "cut-back": () => key("ArrowUp"),
  "cut-on": () => key("ArrowDown"),
  in: keys.markIn,
  out: keys.markOut,
  "zoom-in": () => track.zoomBy(1.6),
  "zoom-out": () => track.zoomBy(1 / 1.6),
  fit: track.fit,
  "open-help": () => part("help").showModal(),
  "open-export": () => panels.open("export", { isFocused: true }),
};
for (const [name, work] of Object.entries(buttons)) part(name)?.addEventListener("click", work);

function key(name) {
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true }));
}

part("mute").addEventListener("click", (event) => {
  const isMuted = event.currentTarget.getAttribute("aria-pressed") !== "true";
  event.currentTarget.setAttribute("aria-pressed", isMuted);
  player.mute(isMuted);
});

part("screen").addEventListener("click", () => !part("screen").classList.contains("drawing") && player.toggle());

on("panel", async (name) => {
  if (name === "export") (await import("./exports.js")).read();
});
on("said", ({ words, tone }) => {
  said.textContent = words;
  said.className = `said ${tone ?? ""}`;
});
on("playing", (isPlaying) => {
  part("play").setAttribute("aria-pressed", isPlaying);
  part("play").setAttribute("aria-label", isPlaying ? "Pause" : "Play");
});
on("rendering", (count) => {
  part("rendering").textContent = count ? `Rendering ${count} graded segment${count === 1 ? "" : "s"}…` : "";
});
on("busy", (isBusy) => document.body.classList.toggle("saving", isBusy));
for (const type of ["change", "busy"]) on(type, allow);

function allow() {
  const { can_undo: canUndo, can_redo: canRedo } = store.project;
  for (const name of ["undo", "undo-here"]) part(name).disabled = !canWrite || !canUndo;
  for (const name of ["redo", "redo-here"]) part(name).disabled = !canWrite || !canRedo;
  const isEmpty = !store.total;
  for (const name of ["split", "delete", "trim-start", "trim-end"]) part(name).disabled = !canWrite || isEmpty;
  for (const name of ["play", "frame-back", "frame-on", "cut-back", "cut-on", "in", "out"]) part(name).disabled = isEmpty;
  const length = store.rate ? track.lengthOf(store.total) : "";
  part("length").textContent = isEmpty ? "" : `${store.clips.length} segment${store.clips.length === 1 ? "" : "s"}, ${length}`;
}

// Somebody else may have cut meanwhile.
addEventListener("visibilitychange", () => {
  if (document.hidden || Date.now() - lastRead < STALE_MS) return;
  lastRead = Date.now();
  reread().catch(() => {});
});

// The first segment, whenever there is one.
on("change", () => store.total && !store.selected && select(clipAt(player.at).id));
lay();
