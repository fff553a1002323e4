// The player: two video elements that take turns, so that the next segment is ready when the one that plays ends.
// It plays proxies, in which frame n of the file lies at n / rate; at a halt the picture is therefore the exact one.

import { local } from "./api.js";
import { isRendered } from "./clips.js";
import { clipAt, footageOf, on, store, tell } from "./store.js";

const AHEAD_S = 2; // before a segment ends, the next one is made ready
const SOON_S = 0.008; // a cut that is nearer than this has come
const SHUTTLE_MS = 80;

const videos = [...document.querySelectorAll("[data-video]")];
let showing = videos[0];
let playing = null; // the clip that plays
let shuttle = null;
export let at = 0;
export let isPlaying = false;
export let speed = 1;

for (const video of videos) {
  video.addEventListener("seeked", () => settle(video));
  video.addEventListener("loadedmetadata", () => aim(video));
  video.addEventListener("timeupdate", tick); // in a hidden tab nothing else wakes us
  video.addEventListener("waiting", () => video === showing && isPlaying && tell("buffering", true));
  video.addEventListener("playing", () => tell("buffering", false));
  video.addEventListener("error", () => video === showing && tell("unplayable"));
}
on("change", () => seek(Math.min(at, Math.max(0, store.total - 1))));
on("rendered", () => !isPlaying && seek(at));

// What plays a clip: its own rendered file, or the footage's proxy. `isPlain` says that its grade is missing from it.
export function sourceOf(clip) {
  if (!clip.grade) return { path: clip.path, first: clip.first, isPlain: false };
  if (isRendered(clip.path)) return { path: clip.path, first: 0, isPlain: false };
  const footage = footageOf(clip);
  if (!footage) return { path: clip.path, first: 0, isPlain: false };
  return { path: local(footage.proxy_url || footage.url), first: clip.first, isPlain: true };
}

function load(video, path) {
  if (video.dataset.path === path) return;
  video.dataset.path = path;
  video.src = path;
}

function point(video, frame) {
  video.wanted = (frame + 0.5) / store.rate;
  aim(video);
}

function aim(video) {
  if (video.error && video === showing) tell("unplayable");
  if (video.wanted === undefined || video.readyState < HTMLMediaElement.HAVE_METADATA || video.seeking) return;
  if (Math.abs(video.currentTime - video.wanted) < 0.2 / store.rate) {
    settle(video);
    return;
  }
  video.aimed = video.wanted;
  video.currentTime = video.wanted;
}

// Many seeks in a row: while one is under way only the last one asked for is kept.
function settle(video) {
  if (video.wanted === undefined || video.seeking) return;
  if (video.aimed !== undefined && video.aimed !== video.wanted) {
    aim(video);
    return;
  }
  video.wanted = video.aimed = undefined;
  if (video === showing) reveal();
}

function reveal() {
  for (const video of videos) video.classList.toggle("current", video === showing);
  tell("shown");
}

function standFor(clip) {
  const { path } = sourceOf(clip);
  const known = videos.find((video) => video.dataset.path === path);
  const video = known ?? videos.find((other) => other !== showing) ?? showing;
  load(video, path);
  return video;
}

export function seek(frame) {
  at = Math.max(0, Math.min(frame, store.total - 1));
  const clip = clipAt(at);
  if (!clip || store.total === 0) {
    at = 0;
    stop();
    tell("at", at);
    return;
  }
  showClip(clip, sourceOf(clip).first + at - clip.at);
  tell("at", at);
  if (isPlaying) begin(clip);
}

// A picture of a clip's file, whatever plays there: what trimming looks at.
export function showClip(clip, frame) {
  const video = standFor(clip);
  if (video !== showing) showing.pause();
  showing = video;
  playing = clip;
  tell("seeking");
  point(video, frame);
}

export function play(rate = 1) {
  endShuttle();
  if (!store.total) return;
  speed = rate;
  isPlaying = true;
  if (at >= store.total - 1) at = 0;
  seek(at);
  tell("playing", true);
  requestAnimationFrame(loop);
}

function begin(clip) {
  playing = clip;
  showing.playbackRate = speed;
  showing.play().catch((error) => {
    if (error.name !== "AbortError") stop();
  });
}

export function stop() {
  endShuttle();
  if (!isPlaying) return;
  isPlaying = false;
  for (const video of videos) video.pause();
  tell("playing", false);
  tell("buffering", false);
  seek(at);
}

export const current = () => showing;
export const isUnplayable = () => Boolean(showing.error);
export const toggle = () => (isPlaying || shuttle ? stop() : play());

// L: faster each time. J: backwards, by jumps, because browsers play forwards only.
export function faster() {
  play(isPlaying && !shuttle ? Math.min(8, speed * 2) : 1);
}

export function backwards() {
  const factor = shuttle ? Math.min(8, shuttle.factor * 2) : 1;
  stop();
  let exactly = at;
  const timer = setInterval(() => {
    exactly -= (store.rate * factor * SHUTTLE_MS) / 1000;
    seek(Math.max(0, Math.round(exactly)));
    if (exactly <= 0) stop();
  }, SHUTTLE_MS);
  shuttle = { timer, factor };
  speed = -factor;
  tell("playing", true);
}

function endShuttle() {
  if (!shuttle) return;
  clearInterval(shuttle.timer);
  shuttle = null;
  speed = 1;
  tell("playing", false);
}

function loop() {
  if (!isPlaying) return;
  tick();
  requestAnimationFrame(loop);
}

function tick() {
  if (!isPlaying || !playing || showing.seeking || showing.wanted !== undefined) return;
  const { first } = sourceOf(playing);
  const endS = (first + playing.frames) / store.rate;
  if (showing.currentTime >= endS - SOON_S || showing.ended) {
    advance();
    return;
  }
  const frame = playing.at + Math.floor(showing.currentTime * store.rate + 0.001) - first;
  at = Math.max(playing.at, Math.min(frame, playing.at + playing.frames - 1));
  tell("at", at);
  if (endS - showing.currentTime < AHEAD_S * speed) makeReady();
}

function goesOn(clip, next) {
  const one = sourceOf(clip);
  const other = sourceOf(next);
  return one.path === other.path && other.first === one.first + clip.frames;
}

function makeReady() {
  const next = store.clips[playing.index + 1];
  if (!next || goesOn(playing, next) || showing.dataset.readyFor === next.id) return;
  showing.dataset.readyFor = next.id;
  const other = videos.find((video) => video !== showing);
  const { path, first } = sourceOf(next);
  load(other, path);
  other.wanted = first / store.rate + 0.001;
  aim(other);
}

function advance() {
  const next = store.clips[playing.index + 1];
  if (!next) {
    at = store.total - 1;
    stop();
    return;
  }
  at = next.at;
  if (goesOn(playing, next)) {
    playing = next;
    return;
  }
  const { path, first } = sourceOf(next);
  const before = showing;
  delete before.dataset.readyFor;
  showing = videos.find((video) => video !== before);
  load(showing, path);
  if (showing.wanted === undefined && Math.abs(showing.currentTime - first / store.rate) > 0.5 / store.rate) {
    showing.wanted = first / store.rate + 0.001;
    aim(showing);
  }
  begin(next);
  before.pause();
  if (showing.wanted === undefined) reveal();
  tell("at", at);
}

export function mute(isMuted) {
  for (const video of videos) video.muted = isMuted;
}
