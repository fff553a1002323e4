// The grade: six controls, and the segment's middle frame under them, rendered by the studio as the export will be.

import { call, local } from "./api.js";
import * as edits from "./edits.js";
import { part } from "./make.js";
import { hold, release } from "./monitor.js";
import { isOpen } from "./panels.js";
import * as player from "./player.js";
import { clipAt, on, select, selectedClip } from "./store.js";

const REST_MS = 160; // a slider that rests so long is looked at
const panel = document.getElementById("panel-grade");
const form = panel.querySelector("form");
const names = ["brightness", "contrast", "saturation", "temperature", "gamma", "hue_shift"];
const neutral = { gamma: 1 };
const words = part("grade-words", panel);
const before = part("before", panel);
let timer = null;
let current = new AbortController();
let shownFor = null; // the clip whose picture is held

export function setUp() {
  for (const name of names) {
    const [slider, field] = [form.elements[`${name}-slider`], form.elements[name]];
    slider.addEventListener("input", () => {
      field.value = slider.value;
      look();
    });
    field.addEventListener("input", () => {
      slider.value = field.value;
      look();
    });
    slider.addEventListener("dblclick", () => put(name, neutral[name] ?? 0));
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    apply();
  });
  part("reset", panel).addEventListener("click", () => {
    for (const name of names) put(name, neutral[name] ?? 0, { isQuiet: true });
    look();
  });
  before.addEventListener("click", () => {
    before.setAttribute("aria-pressed", before.getAttribute("aria-pressed") !== "true");
    look({ isSoon: true });
  });
  on("panel", (name) => (name === "grade" ? begin() : leave()));
  for (const type of ["select", "change"]) on(type, () => isOpen("grade") && begin());
  on("playing", (isPlaying) => isPlaying && leave());
}

function put(name, value, { isQuiet = false } = {}) {
  form.elements[name].value = form.elements[`${name}-slider`].value = value;
  if (!isQuiet) look();
}

const values = () => Object.fromEntries(names.map((name) => [name, Number(form.elements[name].value || 0)]));
const isNeutral = () => names.every((name) => Number(form.elements[name].value || 0) === (neutral[name] ?? 0));

function begin() {
  const clip = selectedClip() ?? clipAt(player.at);
  form.inert = !clip;
  if (!clip) {
    words.textContent = "Select a segment to grade it.";
    leave();
    return;
  }
  if (!selectedClip()) {
    select(clip.id); // comes back here
    return;
  }
  const key = `${clip.id}:${clip.start_frame}:${clip.end_frame}`;
  if (shownFor === key) return;
  shownFor = key;
  for (const name of names) put(name, clip.grade?.[name] || neutral[name] || 0, { isQuiet: true });
  before.setAttribute("aria-pressed", "false");
  const shown = isNeutral() ? "Move a slider, and its middle frame is shown" : "Its middle frame is shown";
  words.textContent = `Segment ${clip.index + 1}. ${shown} as it will be exported.`;
  if (!isNeutral()) look({ isSoon: true });
}

function leave() {
  shownFor = null;
  clearTimeout(timer);
  current.abort();
  release();
}

function look({ isSoon = false } = {}) {
  clearTimeout(timer);
  timer = setTimeout(preview, isSoon ? 0 : REST_MS);
}

async function preview() {
  const clip = selectedClip();
  if (!clip) return;
  if (!form.reportValidity()) return;
  player.stop();
  current.abort();
  current = new AbortController();
  const isBefore = before.getAttribute("aria-pressed") === "true";
  panel.classList.add("looking");
  try {
    const body = isBefore ? {} : values();
    const { signal } = current;
    const told = await call("POST", `/segment/${clip.id}/grade-preview`, body, { signal, isPatient: true });
    const caption = `Segment ${clip.index + 1}, middle frame, ${isBefore ? "without a grade" : "graded"}`;
    await hold(local(told.preview_frame_url), caption);
  } catch (error) {
    if (error.name !== "AbortError") edits.say(error.message, "bad");
  } finally {
    panel.classList.remove("looking");
  }
}

async function apply() {
  const clip = selectedClip();
  if (!clip) return;
  await edits.grade(clip, values());
}
