// A box on the picture, in fractions of it: drawn with the pointer, moved and sized by pointer, arrows or numbers.

import { part } from "./make.js";
import { tell } from "./store.js";

const LEAST = 0.02;
const STEP = 0.01;
const screen = part("screen");
const frame = part("box");
const fields = Object.fromEntries(["x", "y", "width", "height"].map((name) => [name, part(`box-${name}`)]));

export let box = null;
let isArmed = false;

const limit = (value, low, high) => Math.max(low, Math.min(high, value));

export function setUp() {
  screen.addEventListener("pointerdown", begin);
  frame.addEventListener("keydown", byKey);
  for (const field of Object.values(fields)) {
    field.addEventListener("change", () => {
      const [x, y, width, height] = Object.values(fields).map((one) => Number(one.value) / 100);
      set({ x, y, width, height });
    });
  }
}

export function arm(isOn) {
  isArmed = isOn;
  screen.classList.toggle("drawing", isOn);
  if (isOn && !box) set({ x: 0.3, y: 0.25, width: 0.4, height: 0.5 });
  if (!isOn) set(null);
}

export function showBox(isShown) {
  frame.hidden = !isShown || !box;
}

function set(wanted) {
  box = wanted && {
    width: limit(wanted.width, LEAST, 1),
    height: limit(wanted.height, LEAST, 1),
    x: limit(wanted.x, 0, 1 - limit(wanted.width, LEAST, 1)),
    y: limit(wanted.y, 0, 1 - limit(wanted.height, LEAST, 1)),
  };
  frame.hidden = !box;
  if (box) {
    Object.assign(frame.style, {
      insetInlineStart: `${box.x * 100}%`,
      insetBlockStart: `${box.y * 100}%`,
      inlineSize: `${box.width * 100}%`,
      blockSize: `${box.height * 100}%`,
    });
    for (const [name, field] of Object.entries(fields)) field.value = Math.round(box[name] * 1000) / 10;
  }
  tell("box");
}

function byKey(event) {
  const by = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[event.key];
  if (!by || !box) return;
  event.preventDefault();
  event.stopPropagation();
  const [dx, dy] = by;
  set(event.shiftKey ? { ...box, width: box.width + dx, height: box.height + dy } : { ...box, x: box.x + dx, y: box.y + dy });
}

function begin(event) {
  if (!isArmed || event.button) return;
  event.preventDefault();
  const area = screen.getBoundingClientRect();
  const at = (move) => [
    limit((move.clientX - area.left) / area.width, 0, 1),
    limit((move.clientY - area.top) / area.height, 0, 1),
  ];
  const [x0, y0] = at(event);
  const old = box;
  const isResizing = Boolean(event.target.closest("[data-grip]"));
  const isMoving = !isResizing && Boolean(event.target.closest("[data-box]"));
  const onMove = (move) => {
    const [x, y] = at(move);
    if (isMoving) set({ ...old, x: old.x + x - x0, y: old.y + y - y0 });
    else if (isResizing) set({ ...old, width: Math.min(x, 1) - old.x, height: Math.min(y, 1) - old.y });
    else set({ x: Math.min(x, x0), y: Math.min(y, y0), width: Math.abs(x - x0), height: Math.abs(y - y0) });
  };
  screen.setPointerCapture(event.pointerId);
  screen.addEventListener("pointermove", onMove);
  const end = () => screen.removeEventListener("pointermove", onMove);
  screen.addEventListener("lostpointercapture", end, { once: true });
}
