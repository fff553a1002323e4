// What the page knows: the project as the server printed it last, and what the person has selected and marked.

import { call, local } from "./api.js";

const given = JSON.parse(document.getElementById("state").textContent);

export const canWrite = given.canWrite;
export const sending = given.sending;
export const mostSeconds = given.mostSeconds;
export const generations = given.generations;

export const store = {
  project: given.project,
  rate: rateOf(given.rate),
  clips: [],
  total: 0,
  selected: null, // a clip's id
  range: { in: null, out: null }, // frames of the timeline, half-open
};

const heard = new EventTarget();

export function on(type, listener) {
  heard.addEventListener(type, (event) => listener(event.detail));
}

export function tell(type, detail) {
  heard.dispatchEvent(new CustomEvent(type, { detail }));
}

function rateOf(pair) {
  return pair ? pair[0] / pair[1] : 0;
}

export const seconds = (frame) => frame / store.rate;
export const clipAt = (frame) => store.clips.find((clip) => frame < clip.at + clip.frames) ?? store.clips.at(-1) ?? null;
export const selectedClip = () => store.clips.find((clip) => clip.id === store.selected) ?? null;
export const footageOf = (clip) => store.project.footage.find((one) => one.asset_id === clip.asset_id) ?? null;

export const plays = (variantId) => store.clips.some((clip) => clip.variant_id === variantId);

export function select(id) {
  if (store.selected === id) return;
  store.selected = id;
  tell("select");
}

export function mark(range) {
  store.range = range;
  tell("range");
}

// What is marked, or else the selected segment, or else all: [start, end) in frames of the timeline.
export function chosenRange() {
  const { in: start, out: end } = store.range;
  if (start !== null || end !== null) return [start ?? 0, end ?? store.total];
  const clip = selectedClip();
  return clip ? [clip.at, clip.at + clip.frames] : [0, store.total];
}

export async function reread() {
  const project = await call("GET", `/project/${store.project.id}`);
  // Exact rates are few and known by their decimal form; the page was told the first one as a fraction.
  if (!store.rate && project.fps) store.rate = exact(project.fps);
  take(project);
}

function exact(fps) {
  const ntsc = Math.round(fps) * (1000 / 1001);
  return Math.abs(ntsc - fps) < 1e-4 ? ntsc : fps;
}

// The timeline's part of an answer (undo, redo, reorder, restore), or a whole project.
export function take(answer) {
  store.project = { ...store.project, ...answer };
  lay();
}

export function replaceSegments(change) {
  take({ segments: change([...store.project.segments]), can_undo: true, can_redo: false });
}

// Clips are segments in order, with where they lie (`at`) and which frame of which file they begin with.
export function lay() {
  const { rate } = store;
  let at = 0;
  store.clips = store.project.segments.map((segment, index) => {
    const frames = segment.end_frame - segment.start_frame;
    const clip = {
      ...segment,
      index,
      at,
      frames,
      first: Math.round(segment.source_start_ts * rate),
      low: Math.round(segment.min_start_ts * rate),
      high: Math.round(segment.max_end_ts * rate),
      path: local(segment.url),
      isMade: segment.source === "generated" && Boolean(segment.variant_id),
    };
    at += frames;
    return clip;
  });
  store.total = at;
  if (!selectedClip()) store.selected = null;
  const { in: start, out: end } = store.range;
  if ((start ?? 0) >= at || (end ?? 0) > at) store.range = { in: null, out: null };
  tell("change");
}
