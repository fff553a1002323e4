// What is painted under the segments: the ruler's marks, a filmstrip and the sound of each, for what is in view only.

import { stripOf, waveOf } from "./pictures.js";
import { part } from "./make.js";
import { store } from "./store.js";
import { view } from "./track.js";
import { timecode } from "./timecode.js";

const RULER = 26;
const STRIP = 58;
const SOUND = 34;
const LEAST_APART = 84; // px between two numbers of the ruler
const STEPS_S = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600];

const scroller = part("scroller");
const canvas = part("painting");
const paint = canvas.getContext("2d");
let isDue = false;
let shaped = new Map();

export function draw(shape) {
  if (shape instanceof Map) shaped = shape;
  if (isDue) return;
  isDue = true;
  requestAnimationFrame(() => {
    isDue = false;
    drawNow();
  });
}

function drawNow() {
  const width = scroller.clientWidth;
  const height = RULER + STRIP + SOUND;
  const dense = devicePixelRatio || 1;
  if (canvas.width !== Math.round(width * dense) || canvas.height !== Math.round(height * dense)) {
    canvas.width = Math.round(width * dense);
    canvas.height = Math.round(height * dense);
  }
  paint.setTransform(dense, 0, 0, dense, 0, 0);
  paint.clearRect(0, 0, width, height);
  if (!store.rate || !view.scale) return;
  const colours = getComputedStyle(canvas);
  const left = scroller.scrollLeft;
  drawRuler(left, width, colours);
  let at = 0;
  for (const clip of store.clips) {
    const given = shaped.get(clip.id);
    const frames = given?.frames ?? clip.frames;
    const x = at * view.scale - left;
    const across = frames * view.scale;
    if (x < width && x + across > 0) drawClip(clip, given?.shift ?? 0, frames, x, across, width, colours);
    at += frames;
  }
}

function drawRuler(left, width, colours) {
  const { rate } = store;
  const nominal = Math.round(rate);
  const steps = [1, 2, 5, 10].filter((step) => step < nominal).concat(STEPS_S.map((step) => step * nominal));
  const step = steps.find((frames) => frames * view.scale >= LEAST_APART) ?? steps.at(-1);
  const fine = steps.findLast((frames) => frames < step && step % frames === 0 && frames * view.scale >= 7) ?? step;
  paint.font = `11px ${colours.fontFamily}`;
  paint.fillStyle = colours.color;
  paint.strokeStyle = colours.borderTopColor;
  paint.beginPath();
  for (let frame = Math.floor(left / view.scale / fine) * fine; frame * view.scale < left + width; frame += fine) {
    const x = Math.round(frame * view.scale - left) + 0.5;
    const isMajor = frame % step === 0;
    paint.moveTo(x, RULER);
    paint.lineTo(x, RULER - (isMajor ? 9 : 4));
    if (isMajor) paint.fillText(timecode(frame, rate), x + 4, 14);
  }
  paint.stroke();
}

// `shift` is by how many frames a trim under way moved the clip's beginning.
function drawClip(clip, shift, frames, x, across, width, colours) {
  paint.save();
  paint.beginPath();
  paint.roundRect(x + 1, RULER, Math.max(1, across - 2), STRIP + SOUND, 6);
  paint.clip();
  paint.fillStyle = colours.textDecorationColor;
  paint.fillRect(x, RULER, across, STRIP + SOUND);
  drawStrip(clip, clip.first + shift, frames, x, across, width);
  drawSound(clip, clip.first + shift, frames, Math.round(x), across, width, colours);
  paint.restore();
}

function drawStrip(clip, first, frames, x, across, width) {
  const strip = stripOf(clip, draw);
  if (!strip) return;
  const step = (STRIP * strip.width) / strip.height;
  // Tiles stand on a grid of the clip's own, so that scrolling moves them and does not change them.
  for (let tile = Math.max(0, Math.floor(-x / step)); tile * step < across && x + tile * step < width; tile += 1) {
    const frame = first + ((tile * step) / across) * frames;
    const place = strip.at(frame, clip);
    if (place) paint.drawImage(place.image, place.x, place.y, strip.width, strip.height, x + tile * step, RULER, step, STRIP);
  }
}

function drawSound(clip, first, frames, x, across, width, colours) {
  const wave = waveOf(clip, draw);
  const top = RULER + STRIP;
  const middle = top + SOUND / 2;
  if (!wave) return;
  paint.fillStyle = colours.outlineColor;
  const perPx = (frames / across / store.rate) * wave.perSecond;
  const start = (first / store.rate) * wave.perSecond;
  for (let px = Math.max(0, Math.floor(-x)); px < across && x + px < width; px += 1) {
    const from = Math.floor(start + px * perPx);
    const to = Math.max(from + 1, Math.floor(start + (px + 1) * perPx));
    let low = 0;
    let high = 0;
    for (let index = from; index < to && index < wave.length; index += 1) {
      low = Math.min(low, wave.data[2 * index]);
      high = Math.max(high, wave.data[2 * index + 1]);
    }
    const up = (high / 128) * (SOUND / 2 - 2);
    const down = (-low / 128) * (SOUND / 2 - 2);
    paint.fillRect(x + px, middle - up, 1, Math.max(1, up + down));
  }
}
