// Segments under the pointer: edges trim, bodies move. What is shown while dragging is a sketch; the drop is the edit.

import * as edits from "./edits.js";
import { part } from "./make.js";
import * as player from "./player.js";
import { canWrite, select, store } from "./store.js";
import { frameAt, place, view } from "./track.js";
import { timecode } from "./timecode.js";

const START_PX = 6; // nearer than this is a click
const SNAP_PX = 7;
const PRESS_MS = 350;
const tip = part("tip");
const slot = part("slot");

export function watchDragging(list) {
  list.addEventListener("pointerdown", (event) => {
    const row = event.target.closest("[data-row]");
    const clip = store.clips.find((one) => one.id === row?.dataset.row);
    if (!clip || event.button || !canWrite) return;
    const edge = event.target.dataset.edge;
    if (edge) trim(event, clip, edge);
    else if (event.pointerType === "touch") pressed(event, () => carry(event, clip, row, { isHeld: true }));
    else carry(event, clip, row);
  });
}

// A finger that rests carries the segment; one that moves scrolls the track.
function pressed(event, work) {
  const stop = new AbortController();
  const { signal } = stop;
  const timer = setTimeout(() => {
    stop.abort();
    work();
  }, PRESS_MS);
  signal.addEventListener("abort", () => clearTimeout(timer));
  const isNear = (move) => Math.hypot(move.clientX - event.clientX, move.clientY - event.clientY) < START_PX;
  addEventListener("pointermove", (move) => isNear(move) || stop.abort(), { signal });
  for (const type of ["pointerup", "pointercancel"]) addEventListener(type, () => stop.abort(), { signal });
}

function drag(event, { onMove, onDrop, onCancel }) {
  const stop = new AbortController();
  const { signal } = stop;
  const end = (work) => (last) => {
    stop.abort();
    work(last);
  };
  const escape = (key) => key.key === "Escape" && (key.stopImmediatePropagation(), end(onCancel)());
  addEventListener("pointermove", onMove, { signal });
  addEventListener("pointerup", end(onDrop), { signal });
  addEventListener("pointercancel", end(onCancel), { signal });
  addEventListener("keydown", escape, { signal, capture: true });
  addEventListener("touchmove", (touch) => touch.preventDefault(), { signal, passive: false }); // not a scroll
  addEventListener("contextmenu", (menu) => menu.preventDefault(), { signal }); // what a long press means elsewhere
}

// ---------------------------------------------------------------- edges

function trim(event, clip, edge) {
  event.preventDefault();
  player.stop();
  select(clip.id);
  const left = event.clientX;
  let start = clip.start_frame;
  let end = clip.end_frame;
  const onMove = (move) => {
    let by = snapped(clip, edge, Math.round((move.clientX - left) / view.scale));
    if (edge === "start") {
      start = Math.max(clip.low, Math.min(clip.end_frame - 1, clip.start_frame + by));
      by = start - clip.start_frame;
    } else {
      end = Math.max(clip.start_frame + 1, Math.min(clip.high, clip.end_frame + by));
      by = end - clip.end_frame;
    }
    place(new Map([[clip.id, { frames: end - start, shift: start - clip.start_frame }]]));
    const shown = edge === "start" ? start : end - 1;
    player.showClip(clip, player.sourceOf(clip).first + shown - clip.start_frame);
    const limit = start === clip.low && edge === "start" ? ", its beginning" : end === clip.high && edge === "end" ? ", its end" : "";
    showTip(move, `${by < 0 ? "−" : "+"}${timecode(Math.abs(by), store.rate)}${limit}`);
  };
  const settle = () => {
    tip.hidden = true;
    document.body.classList.remove("trimming");
  };
  document.body.classList.add("trimming");
  drag(event, {
    onMove,
    onDrop: () => {
      settle();
      if (start === clip.start_frame && end === clip.end_frame) giveUp();
      else edits.trim(clip, start, end).then(giveUp);
    },
    onCancel: () => {
      settle();
      giveUp();
    },
  });
}

function giveUp() {
  place(new Map());
  player.seek(player.at);
}

// An edge that comes near the playhead stops there.
function snapped(clip, edge, by) {
  const away = player.at - (edge === "start" ? clip.at : clip.at + clip.frames);
  return Math.abs(by - away) * view.scale <= SNAP_PX ? away : by;
}

function showTip(event, words) {
  tip.hidden = false;
  tip.textContent = words;
  const box = tip.parentElement.getBoundingClientRect();
  tip.style.transform = `translateX(${Math.max(0, Math.min(box.width - 170, event.clientX - box.left - 60))}px)`;
}

// ---------------------------------------------------------------- bodies

function carry(event, clip, row, { isHeld = false } = {}) {
  const left = event.clientX;
  let to = clip.index;
  let isCarried = isHeld;
  if (isHeld) {
    row.classList.add("carried");
    navigator.vibrate?.(15);
  }
  const settle = () => {
    row.classList.remove("carried");
    slot.hidden = true;
    const signal = AbortSignal.timeout(100); // a long press is not always followed by a click
    if (isCarried) addEventListener("click", (click) => click.stopPropagation(), { capture: true, once: true, signal });
    setTimeout(() => place(new Map()));
  };
  drag(event, {
    onMove: (move) => {
      if (!isCarried && Math.abs(move.clientX - left) < START_PX) return;
      isCarried = true;
      row.classList.add("carried");
      row.style.transform = `translateX(${clip.at * view.scale + move.clientX - left}px)`;
      to = placeFor(clip, move.clientX);
      const others = store.clips.filter((one) => one.id !== clip.id);
      const at = to < others.length ? others[to].at : store.total;
      slot.hidden = to === clip.index;
      slot.style.transform = `translateX(${at * view.scale}px)`;
    },
    onDrop: () => {
      settle();
      if (isCarried && to !== clip.index) {
        select(clip.id);
        edits.move(clip, to);
      }
    },
    onCancel: settle,
  });
}

function placeFor(clip, clientX) {
  const frame = frameAt(clientX);
  const others = store.clips.filter((one) => one.id !== clip.id);
  return others.filter((one) => one.at + one.frames / 2 < frame).length;
}
