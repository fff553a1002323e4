// Graded segments have a file of their own, rendered when somebody first asks for it: asked for here, one at a time.

import { on, store, tell } from "./store.js";

const AGAIN_MS = 3000;
const ready = new Set();
const failed = new Map();
let isAsking = false;

export const isRendered = (path) => ready.has(path);
export const waitingClips = () => store.clips.filter((clip) => clip.grade && !ready.has(clip.path) && !failed.has(clip.path));
export const failureOf = (path) => failed.get(path);

on("change", askNext);
export const askForClips = askNext;

// The first reader of a clip waits until it is rendered; browsers keep few connections, so only one waits at a time.
async function askNext() {
  if (isAsking) return;
  const [clip] = waitingClips();
  tell("rendering", waitingClips().length);
  if (!clip) return;
  isAsking = true;
  try {
    const answer = await fetch(clip.path, { headers: { Range: "bytes=0-0" } });
    if (answer.ok) {
      ready.add(clip.path);
      tell("rendered", clip);
    } else if (answer.status === 503) {
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    } else {
      const told = await answer.json().catch(() => ({}));
      failed.set(clip.path, told.error?.message ?? "The graded segment could not be rendered.");
      tell("said", { words: failed.get(clip.path), tone: "bad" });
    }
  } catch {
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  } finally {
    isAsking = false;
  }
  askNext();
}
