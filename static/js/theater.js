// The theater: starts or joins a live read, plays it while it is still being spoken, and follows its text.

import { Bed } from "./theater_bed.js";

const player = JSON.parse(document.getElementById("player").textContent);
const sound = document.querySelector("[data-sound]");
const start = document.querySelector("[data-start]");
const said = document.querySelector("[data-said]");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const bed = new Bed(player.bed);
const bedSwitch = document.querySelector("[data-bed]");

let parts = player.parts; // what is spoken when, in the order of time
let current = null;
let isGrowing = false; // more is being spoken
let isWaiting = false; // for the cast, which is slower than its listeners

const ENOUGH_MS = 8000; // spoken ahead before a read that ran dry goes on

start.addEventListener("click", begin);
sound.addEventListener("error", () => sound.src && fail("The sound was interrupted."));
sound.addEventListener("waiting", () => {
  if (!isGrowing || !sound.currentTime) return;
  isWaiting = true;
  sound.pause();
  say("The cast is a little behind. The read goes on in a moment…");
});
sound.addEventListener("pause", () => bed.hush());
bedSwitch?.addEventListener("click", () => bedSwitch.setAttribute("aria-pressed", String(bed.toggle())));
sound.addEventListener("ended", () => {
  bed.hush();
  mark(null);
  say("The end.");
});
document.querySelector("[data-read]").addEventListener("click", jump);
if (player.status === "recorded") ready();
requestAnimationFrame(follow);

function ready() {
  sound.src = player.audioUrl;
  sound.hidden = false;
  start.hidden = true;
  document.body.classList.add("seekable");
}

async function begin() {
  start.disabled = true;
  say("The cast takes its place…");
  try {
    const response = await fetch(player.startUrl, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ token: player.token }),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.error.message);
    listen();
  } catch (error) {
    fail(error.message);
  }
}

function listen() {
  parts = [];
  isGrowing = true;
  stream();
  sound.hidden = false;
  start.hidden = true;
  sound.play().catch(() => say("Press play to listen."));
  const events = new EventSource(player.eventsUrl);
  events.addEventListener("spoken", (event) => {
    const part = JSON.parse(event.data);
    if (!parts.some((known) => known.line === part.line && known.part === part.part)) parts.push(part);
    goOn();
  });
  events.addEventListener("end", (event) => {
    events.close();
    isGrowing = false;
    goOn();
    const { status, message } = JSON.parse(event.data);
    if (status === "recorded") document.body.classList.add("seekable");
    else fail(message);
  });
}

// Browsers that fetch a sound themselves wait for blocks of some seconds. Where the page may feed them, it does.
function stream() {
  const type = "audio/mpeg";
  if (!window.MediaSource?.isTypeSupported(type)) {
    sound.src = player.audioUrl;
    return;
  }
  const source = new MediaSource();
  sound.src = URL.createObjectURL(source);
  source.addEventListener("sourceopen", () => feed(source, source.addSourceBuffer(type)), { once: true });
}

async function feed(source, buffer) {
  try {
    const response = await fetch(player.audioUrl);
    if (!response.ok) throw new Error((await response.json()).error.message);
    const reader = response.body.getReader();
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      const taken = new Promise((resolve) => buffer.addEventListener("updateend", resolve, { once: true }));
      buffer.appendBuffer(read.value);
      await taken;
    }
    source.endOfStream();
  } catch (error) {
    fail(error.message);
  }
}

function fail(message) {
  start.disabled = false;
  start.hidden = false;
  start.textContent = "Try again";
  say(message);
}

// A stutter at every line is worse than one wait: go on once enough was spoken ahead.
function goOn() {
  const ahead = Math.max(0, ...parts.map((part) => part.endMs)) - sound.currentTime * 1000;
  if (!isWaiting || (isGrowing && ahead < ENOUGH_MS)) return;
  isWaiting = false;
  sound.play().catch(() => {}); // paused again before it could begin
}

function follow() {
  if (!sound.paused) {
    const now = sound.currentTime * 1000;
    const part = parts.findLast((known) => known.startMs <= now);
    mark(part ? part.line : null);
    bed.at(now, parts, part ? part.line : null);
  }
  requestAnimationFrame(follow);
}

function mark(line) {
  if (line === current) return;
  current = line;
  for (const marked of document.querySelectorAll("[aria-current]")) marked.removeAttribute("aria-current");
  if (line === null) return;
  const text = document.querySelector(`[data-line="${line}"]`);
  text.setAttribute("aria-current", "true");
  text.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
  say("");
}

// A click on a line of a recorded read goes there.
function jump(event) {
  const line = event.target.closest("[data-line]");
  const part = line && parts.find((known) => known.line === Number(line.dataset.line));
  if (!part || !document.body.classList.contains("seekable")) return;
  sound.currentTime = part.startMs / 1000;
  sound.play().catch(() => {});
}

function say(words) {
  said.textContent = words;
}
