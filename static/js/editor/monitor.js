// What lies over the videos: the exact picture where no video shows it, what is being waited for, timecode and frame.

import { call, local } from "./api.js";
import * as look from "./look.js";
import { part } from "./make.js";
import * as player from "./player.js";
import { clipAt, footageOf, on, seconds, store } from "./store.js";
import { timecode } from "./timecode.js";

const HALT_MS = 140; // standing still for so long asks for the exact picture

const screen = part("screen");
const exact = part("exact");
const note = part("note");
const code = part("timecode");
const frames = part("frame");
let timer = null;
let asked = 0;
let held = null; // another picture that a panel shows: {src, words}

export function setUp() {
  on("at", tellWhere);
  on("change", () => {
    const { width, height } = store.project;
    if (width && height) screen.style.setProperty("--shape", width / height);
    screen.hidden = !store.total;
    part("blank").hidden = Boolean(store.total);
    tellWhere(player.at);
  });
  on("seeking", hide);
  on("playing", (isPlaying) => isPlaying && release());
  on("shown", askExact);
  on("unplayable", askExact);
  on("buffering", (isWaiting) => (note.textContent = isWaiting ? "Loading…" : noteFor()));
  on("rendering", () => (note.textContent = noteFor()));
}

function tellWhere(frame) {
  if (!store.rate) return;
  code.textContent = timecode(frame, store.rate);
  frames.textContent = `frame ${frame.toLocaleString("en")} of ${store.total.toLocaleString("en")}`;
  note.textContent = noteFor();
}

function noteFor() {
  const clip = clipAt(player.at);
  if (!clip || !store.total) return "";
  if (clip.grade && player.sourceOf(clip).isPlain && player.isPlaying && !look.isAble()) return "Plays without its grade, which is being rendered";
  return "";
}

function hide() {
  asked += 1;
  clearTimeout(timer);
  if (!held) exact.hidden = true;
}

// Where a proxy plays the picture is exact already. Without one, or under a grade, the studio renders it.
function askExact() {
  clearTimeout(timer);
  const clip = clipAt(player.at);
  if (!clip || player.isPlaying || held) return;
  const footage = footageOf(clip);
  const isExact = !clip.grade && (footage ? Boolean(footage.proxy_url) : true) && !player.isUnplayable();
  if (isExact) return;
  const mine = (asked += 1);
  timer = setTimeout(async () => {
    try {
      const ts = seconds(player.at + 0.5);
      const { frame_url: url } = await call("POST", `/project/${store.project.id}/preview/frame`, { ts });
      await lay(local(url), () => mine === asked && !held);
    } catch (error) {
      if (mine === asked) note.textContent = error.message;
    }
  }, HALT_MS);
}

async function lay(src, isStillWanted) {
  const picture = new Image();
  picture.src = src;
  await picture.decode().catch(() => {});
  if (!isStillWanted()) return;
  exact.src = src;
  exact.hidden = false;
}

// A panel shows a picture of its own until it lets go or the film is played.
export async function hold(src, words) {
  held = { src };
  const mine = held;
  await lay(src, () => held === mine);
  if (held === mine) {
    part("caption").textContent = words;
    part("caption").hidden = false;
  }
}

export function release() {
  if (!held) return;
  held = null;
  exact.hidden = true;
  part("caption").hidden = true;
  askExact();
}
