// The timeline: segments as buttons in a lane that scrolls and zooms, a ruler to scrub on, the playhead, the marks.

import { draw } from "./drawing.js";
import { watchDragging } from "./dragging.js";
import { make, part } from "./make.js";
import * as player from "./player.js";
import { canWrite, clipAt, footageOf, on, select, store } from "./store.js";
import { duration, timecode } from "./timecode.js";

const MOST_PX = 24; // a frame at the closest zoom
const scroller = part("scroller");
const lane = part("lane");
const list = part("clips");
const head = part("playhead");
const ruler = part("ruler");
const zoomer = part("zoom");

export const view = { scale: 0, isFitted: true }; // px a frame; fitted: the whole timeline, as wide as there is room

export function setUp() {
  on("change", layOut);
  on("select", markSelected);
  on("range", showRange);
  on("at", follow);
  new ResizeObserver(() => (view.isFitted ? fit() : draw())).observe(scroller);
  scroller.addEventListener("scroll", draw, { passive: true });
  scroller.addEventListener("wheel", wheel, { passive: false });
  zoomer.addEventListener("input", () => zoomTo(scaleOf(Number(zoomer.value))));
  ruler.addEventListener("pointerdown", scrub);
  list.addEventListener("click", (event) => choose(event.target.closest("[data-clip]")));
  watchDragging(list);
}

// ---------------------------------------------------------------- zoom

const fitting = () => (store.total ? Math.max(0.0001, (scroller.clientWidth - 2) / store.total) : 1);
const scaleOf = (value) => fitting() * (Math.max(MOST_PX, fitting()) / fitting()) ** (value / 100);

export function fit() {
  view.isFitted = true;
  rescale(fitting());
}

export function zoomTo(scale, anchorFrame = player.at) {
  const least = fitting();
  const offset = anchorFrame * view.scale - scroller.scrollLeft;
  const wanted = Math.max(least, Math.min(Math.max(MOST_PX, least), scale));
  view.isFitted = wanted <= least * 1.001;
  const isInView = offset >= 0 && offset <= scroller.clientWidth;
  rescale(wanted);
  scroller.scrollLeft = anchorFrame * wanted - (isInView ? offset : scroller.clientWidth / 2);
  draw();
}

export const zoomBy = (factor) => zoomTo(view.scale * factor);

function rescale(scale) {
  view.scale = scale;
  const most = Math.max(MOST_PX, fitting());
  zoomer.value = most > fitting() ? (Math.log(scale / fitting()) / Math.log(most / fitting())) * 100 : 0;
  place();
}

function wheel(event) {
  if (!event.ctrlKey && !event.metaKey) return;
  event.preventDefault();
  const x = event.clientX - scroller.getBoundingClientRect().left + scroller.scrollLeft;
  zoomTo(view.scale * Math.exp(-event.deltaY / 300), x / view.scale);
}

// ---------------------------------------------------------------- segments

function layOut() {
  const focused = document.activeElement?.closest?.("[data-clip]")?.dataset.clip;
  list.replaceChildren(...store.clips.map(row));
  view.isFitted || !view.scale ? fit() : place();
  markSelected();
  showRange();
  if (focused) (button(focused) ?? button(store.selected))?.focus();
}

function row(clip) {
  const name = footageOf(clip)?.file_name ?? "Generated";
  const signs = [clip.isMade && "AI", clip.grade && "Graded"].filter(Boolean);
  const length = duration(clip.frames, store.rate);
  const words = `Segment ${clip.index + 1} of ${store.clips.length}: ${name}, ${length}`;
  return make(
    "li",
    { class: clip.isMade ? "clip made" : "clip", data: { row: clip.id } },
    make(
      "button",
      { type: "button", data: { clip: clip.id }, "aria-label": [words, ...signs].join(", "), title: name },
      make("span", { class: "clip-name" }, `${clip.index + 1}  ${name}`),
      ...signs.map((sign) => make("span", { class: "sign" }, sign)),
    ),
    canWrite && make("span", { class: "edge left", data: { edge: "start" } }),
    canWrite && make("span", { class: "edge right", data: { edge: "end" } }),
  );
}

const button = (id) => list.querySelector(`[data-clip="${id}"]`);

// `shape` may lay some clips otherwise for as long as they are dragged: id -> {at, frames}.
export function place(shape = new Map()) {
  const total = store.clips.reduce((sum, clip) => sum + (shape.get(clip.id)?.frames ?? clip.frames), 0);
  lane.style.inlineSize = `${Math.max(total, store.total) * view.scale}px`;
  let at = 0;
  for (const clip of store.clips) {
    const frames = shape.get(clip.id)?.frames ?? clip.frames;
    const item = list.children[clip.index];
    item.style.transform = `translateX(${at * view.scale}px)`;
    item.style.inlineSize = `${frames * view.scale}px`;
    item.classList.toggle("narrow", frames * view.scale < 44);
    at += frames;
  }
  put(player.at);
  showRange();
  draw(shape);
}

function markSelected() {
  const current = store.selected ?? clipAt(player.at)?.id;
  for (const one of list.querySelectorAll("[data-clip]")) {
    one.setAttribute("aria-pressed", one.dataset.clip === store.selected);
    one.tabIndex = one.dataset.clip === current ? 0 : -1;
  }
}

function choose(one) {
  if (!one) return;
  select(one.dataset.clip);
}

export function goTo(clip) {
  if (!clip) return;
  player.seek(clip.at);
  select(clip.id);
  if (list.contains(document.activeElement)) button(clip.id).focus();
}

// ---------------------------------------------------------------- playhead, marks, ruler

function put(frame) {
  head.style.transform = `translateX(${frame * view.scale}px)`;
}

function follow(frame) {
  put(frame);
  ruler.setAttribute("aria-valuemax", Math.max(0, store.total - 1));
  ruler.setAttribute("aria-valuenow", frame);
  ruler.setAttribute("aria-valuetext", store.rate ? `${timecode(frame, store.rate)}, frame ${frame}` : "");
  const x = frame * view.scale;
  const left = scroller.scrollLeft;
  if (x < left || x > left + scroller.clientWidth) scroller.scrollLeft = x - scroller.clientWidth * 0.1;
}

function showRange() {
  const { in: start, out: end } = store.range;
  const marks = part("range");
  marks.hidden = start === null && end === null;
  if (marks.hidden) return;
  const [low, high] = [start ?? 0, end ?? store.total];
  marks.style.transform = `translateX(${low * view.scale}px)`;
  marks.style.inlineSize = `${(high - low) * view.scale}px`;
}

export function frameAt(clientX) {
  const x = clientX - lane.getBoundingClientRect().left;
  return Math.max(0, Math.min(store.total - 1, Math.floor(x / view.scale)));
}

function scrub(event) {
  if (event.button) return;
  ruler.setPointerCapture(event.pointerId);
  const wasPlaying = player.isPlaying;
  player.stop();
  const go = (move) => player.seek(frameAt(move.clientX));
  go(event);
  ruler.addEventListener("pointermove", go);
  ruler.addEventListener(
    "lostpointercapture",
    () => {
      ruler.removeEventListener("pointermove", go);
      if (wasPlaying) player.play();
    },
    { once: true },
  );
}

export const lengthOf = (frames) => `${timecode(frames, store.rate)} long`;
