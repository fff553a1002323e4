// The keyboard, as editors know it. One table: it is obeyed here and shown by the help.

import * as edits from "./edits.js";
import { make, part } from "./make.js";
import * as player from "./player.js";
import { clipAt, mark, selectedClip, store } from "./store.js";
import { fit, goTo, zoomBy } from "./track.js";

const second = () => Math.round(store.rate) || 1;

function cutBefore() {
  const clip = clipAt(player.at);
  if (!clip) return;
  goTo(player.at > clip.at ? clip : (store.clips[clip.index - 1] ?? clip));
}

function cutAfter() {
  const clip = clipAt(player.at);
  const next = clip && store.clips[clip.index + 1];
  if (next) goTo(next);
  else player.seek(store.total - 1);
}

function trimTo(edge) {
  const clip = clipAt(player.at);
  if (!clip) return;
  const here = clip.start_frame + player.at - clip.at;
  if (edge === "start" && here > clip.start_frame) edits.trim(clip, here, clip.end_frame).then(() => player.seek(clip.at));
  if (edge === "end" && here > clip.start_frame) edits.trim(clip, clip.start_frame, here);
}

function carry(by) {
  const clip = selectedClip() ?? clipAt(player.at);
  if (clip) edits.move(clip, clip.index + by);
}

export function markIn() {
  const end = store.range.out;
  mark({ in: player.at, out: end !== null && end > player.at ? end : null });
}

export function markOut() {
  const start = store.range.in;
  mark({ in: start !== null && start <= player.at ? start : null, out: player.at + 1 });
}

// [keys, what it does, work]; keys as KeyboardEvent.key, with Ctrl (or Cmd), Shift and Alt in front.
export const SHORTCUTS = {
  Play: [
    [["Space"], "Play or pause", player.toggle],
    [["l"], "Play; again: twice as fast", player.faster],
    [["k"], "Pause", player.stop],
    [["j"], "Backwards; again: twice as fast", player.backwards],
    [["ArrowLeft"], "One frame back", () => step(-1)],
    [["ArrowRight"], "One frame on", () => step(1)],
    [["Shift+ArrowLeft"], "One second back", () => step(-second())],
    [["Shift+ArrowRight"], "One second on", () => step(second())],
    [["ArrowUp"], "To the cut before", cutBefore],
    [["ArrowDown"], "To the next cut", cutAfter],
    [["Home"], "To the beginning", () => player.seek(0)],
    [["End"], "To the end", () => player.seek(store.total - 1)],
  ],
  Cut: [
    [["s", "Ctrl+b"], "Split at the playhead", () => edits.split(player.at)],
    [["q"], "Trim the beginning to the playhead", () => trimTo("start")],
    [["w"], "Trim the end to the playhead", () => trimTo("end")],
    [["Delete", "Backspace"], "Delete the segment, close the gap", () => edits.remove(selectedClip() ?? clipAt(player.at))],
    [["Alt+ArrowLeft"], "Move the segment towards the beginning", () => carry(-1)],
    [["Alt+ArrowRight"], "Move the segment towards the end", () => carry(1)],
    [["Ctrl+z"], "Undo", edits.undo],
    [["Ctrl+Shift+z", "Ctrl+y"], "Redo", edits.redo],
  ],
  "Mark and look": [
    [["i"], "Mark in", markIn],
    [["o"], "Mark out", markOut],
    [["x"], "Mark the segment", () => markClip()],
    [["Escape"], "Clear the marks", () => mark({ in: null, out: null })],
    [["+", "="], "Zoom in", () => zoomBy(1.6)],
    [["-"], "Zoom out", () => zoomBy(1 / 1.6)],
    [["\\", "0"], "Show the whole timeline", fit],
    [["m"], "Sound on or off", () => part("mute").click()],
    [["?"], "These shortcuts", () => part("help").showModal()],
  ],
};

function markClip() {
  const clip = selectedClip() ?? clipAt(player.at);
  if (clip) mark({ in: clip.at, out: clip.at + clip.frames });
}

function step(frames) {
  player.stop();
  player.seek(player.at + frames);
}

const table = new Map(Object.values(SHORTCUTS).flatMap((rows) => rows.flatMap(([keys, , work]) => keys.map((key) => [key, work]))));

function nameOf(event) {
  const key = event.key === " " ? "Space" : event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const isShifted = event.shiftKey && (key.length > 1 || /[a-z]/.test(key));
  const parts = [(event.ctrlKey || event.metaKey) && "Ctrl", event.altKey && "Alt", isShifted && "Shift", key];
  return parts.filter(Boolean).join("+");
}

const SLIDING = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"]);

// Fields keep the keys that they use themselves: all of them for text, the arrows for a slider, Space for a button.
function isTaken({ target, key }) {
  if (target.closest("dialog")) return true;
  if (target.matches("input[type=range]")) return SLIDING.has(key);
  if (target.matches("input[type=checkbox], input[type=radio]")) return key === " " || SLIDING.has(key);
  if (target.matches("input, textarea, select")) return true;
  return key === " " && target.matches("button, a, summary, label") && !target.matches("[data-clip]");
}

export function setUp() {
  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || isTaken(event)) return;
    const work = table.get(nameOf(event));
    if (!work) return;
    event.preventDefault();
    work();
  });
  // A pressed tool does not take the focus: Space still plays.
  addEventListener("mousedown", (event) => event.target.closest(".tool") && event.preventDefault());
  const help = part("shortcuts");
  for (const [title, rows] of Object.entries(SHORTCUTS)) {
    const lines = rows.map(([keys, words]) =>
      make("div", {}, make("dt", {}, ...keys.flatMap((key) => [make("kbd", {}, spoken(key)), " "])), make("dd", {}, words)),
    );
    help.append(make("section", {}, make("h3", {}, title), make("dl", {}, ...lines)));
  }
}

const NAMES = { ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓", Delete: "Del", Escape: "Esc" };

function spoken(key) {
  return key === "+" ? key : key.split("+").map((name) => NAMES[name] ?? (name.length === 1 ? name.toUpperCase() : name)).join(" + ");
}
