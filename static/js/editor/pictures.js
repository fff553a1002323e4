// Filmstrips and sounds of clips. Footage has a sheet of thumbnails and an outline of its sound; what was made or graded
// is looked at on the timeline itself.

import { call, local } from "./api.js";
import { footageOf, on, seconds, store } from "./store.js";

const MOST_TILES = 10;
const FEW = 4;
const sheets = new Map(); // path -> Image
const waves = new Map(); // path -> {data, length, perSecond}
const looks = new Map(); // what decides a clip's pictures -> [{frame, image}]
const queue = [];
let isLooking = false;

on("change", () => {
  queue.length = 0; // where clips lie has changed
  for (const [key, tiles] of looks) if (!tiles) looks.delete(key);
});

export function stripOf(clip, whenReady) {
  const own = footageOf(clip);
  // The sheet has a picture every other second: too few for a short clip.
  const isShort = own?.facts?.strip && clip.frames < FEW * own.facts.strip.every;
  if (clip.grade || !own || isShort) return lookedAt(clip, whenReady) ?? sheetOf(own, whenReady);
  return sheetOf(own, whenReady);
}

function sheetOf(footage, whenReady) {
  const layout = footage?.facts?.strip;
  if (!layout || !footage.strip_url) return null;
  const path = local(footage.strip_url);
  const image = sheets.get(path) ?? open(path, whenReady);
  if (!image.complete || !image.naturalWidth) return null;
  const { columns, count, every, width, height } = layout;
  return {
    width,
    height,
    at: (frame) => {
      const index = Math.max(0, Math.min(count - 1, Math.round(frame / every)));
      return { image, x: (index % columns) * width, y: Math.floor(index / columns) * height };
    },
  };
}

function open(path, whenReady) {
  const image = new Image();
  image.addEventListener("load", whenReady, { once: true });
  image.src = path;
  sheets.set(path, image);
  return image;
}

// ---------------------------------------------------------------- looked at on the timeline

function lookedAt(clip, whenReady) {
  const key = `${clip.id}:${clip.start_frame}:${clip.end_frame}`;
  if (!looks.has(key)) {
    looks.set(key, null);
    queue.push({ clip, key, whenReady });
    lookNext();
  }
  const tiles = looks.get(key);
  if (!tiles) return null;
  const [{ image }] = tiles;
  return {
    width: image.naturalWidth,
    height: image.naturalHeight,
    at: (frame) => {
      const index = Math.round(((frame - clip.first) / Math.max(1, clip.frames)) * (tiles.length - 1));
      return { image: tiles[Math.max(0, Math.min(tiles.length - 1, index))].image, x: 0, y: 0 };
    },
  };
}

async function lookNext() {
  if (isLooking || !queue.length) return;
  isLooking = true;
  const { clip, key, whenReady } = queue.shift();
  try {
    const tiles = Math.min(MOST_TILES, Math.max(1, Math.round(seconds(clip.frames)) + 1));
    const [start, end] = [seconds(clip.at), seconds(clip.at + clip.frames - 1)];
    const fps = end > start ? Math.min(1000, (tiles - 1 || 1) / (end - start)) : 1;
    const { frames } = await call("POST", `/project/${store.project.id}/preview/strip`, { start, end, fps });
    looks.set(key, await Promise.all(frames.map(({ frame_url: url }) => pictured(local(url)))));
    whenReady();
  } catch {
    looks.delete(key); // it moved meanwhile, or could not be rendered: the plain strip stays
  } finally {
    isLooking = false;
  }
  lookNext();
}

async function pictured(path) {
  const image = new Image();
  image.src = path;
  await image.decode();
  return { image };
}

// ---------------------------------------------------------------- sound

export function waveOf(clip, whenReady) {
  const path = local(footageOf(clip)?.waveform_url);
  if (!path) return null;
  if (!waves.has(path)) {
    waves.set(path, null);
    fetch(path)
      .then((answer) => answer.json())
      .then((told) => {
        waves.set(path, { ...told, perSecond: told.sample_rate / told.samples_per_pixel });
        whenReady();
      })
      .catch(() => {});
  }
  return waves.get(path);
}
