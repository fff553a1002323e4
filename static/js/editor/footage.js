// Footage on its way in: files that are added here, and imports that are under way, each with how far it is.

import { call, follow } from "./api.js";
import { watchDrops } from "./drops.js";
import * as edits from "./edits.js";
import { make, part } from "./make.js";
import { canWrite, on, reread, sending, store } from "./store.js";
import { duration } from "./timecode.js";

const list = part("footage");
const chooser = part("add-file");
const followed = new Set();
const moving = new Map(); // asset id -> {progress, message}, of imports
const queue = [];
let current = null; // {name, progress, words} of the file that is being sent

export function setUp() {
  on("change", draw);
  if (!canWrite) return;
  chooser.addEventListener("change", () => {
    take([...chooser.files]);
    chooser.value = "";
  });
  watchDrops(document.querySelector("[data-editor]"), take);
  addEventListener("beforeunload", (event) => current && event.preventDefault());
}

function take(files) {
  queue.push(...files);
  sendNext();
}

async function sendNext() {
  if (current || !queue.length) return;
  const file = queue.shift();
  current = { name: file.name, progress: 0, words: "" };
  draw();
  try {
    const onProgress = (progress, words) => {
      current = { name: file.name, progress, words };
      draw();
    };
    const { addFile } = await import("./adding.js"); // most sessions only cut
    await addFile(store.project.id, file, { sending, onProgress });
    edits.say(`“${file.name}” has arrived and is being read.`);
  } catch (error) {
    edits.say(error.message, "bad");
  } finally {
    current = null;
    await reread().catch(() => {});
  }
  sendNext();
}

function draw() {
  const rows = store.project.footage.map(row);
  if (current) rows.push(moved(current.name, current.progress, current.words));
  list.replaceChildren(...rows);
  for (const one of store.project.footage) if (one.status === "importing") watch(one);
  const isWaiting = store.project.footage.some((one) => one.status === "importing" || one.status === "waiting");
  const words = current ? "Your video is on its way." : isWaiting ? "Your video is being read. It can be cut as soon as its length is known." : "";
  part("blank-words").textContent = words || "Drop a video here, or choose one.";
}

const moved = (name, progress, words) =>
  make("li", { class: "take" }, make("b", { class: "take-name" }, name), make("progress", { value: progress, max: 1, "aria-label": name }), make("span", { class: "small faint" }, words));

function row(one) {
  const under = moving.get(one.asset_id);
  if (one.status === "importing") return moved(one.file_name, under?.progress ?? 0, under?.message ?? "Waiting for a free worker");
  const facts = one.facts ?? {};
  const size = facts.width ? `${facts.width} × ${facts.height}, ${Math.round(facts.fps * 1000) / 1000} fps, ` : "";
  const words = {
    ready: `${size}${one.duration === null ? "" : duration(one.duration * store.rate, store.rate)}`,
    waiting: "Not all of it has arrived. Choose the same file again to go on where it stopped.",
    failed: one.error,
  }[one.status];
  const notes = (facts.notes ?? []).join(" ");
  const again = make("button", { type: "button", class: "button plain small" }, "Try again");
  again.addEventListener("click", () => resume(one));
  const canRetry = canWrite && one.status === "failed" && one.job_id;
  return make(
    "li",
    { class: one.status === "failed" ? "take failed" : "take" },
    make("b", { class: "take-name" }, one.file_name),
    make("span", { class: one.status === "failed" ? "small bad-words" : "small faint" }, words && notes ? `${words.replace(/\.$/, "")}. ${notes}` : words || notes),
    canRetry && again,
  );
}

function watch(one) {
  if (followed.has(one.job_id)) return;
  followed.add(one.job_id);
  follow(`/job/${one.job_id}`, {
    onProgress: ({ progress, message }) => {
      const before = moving.get(one.asset_id);
      moving.set(one.asset_id, { progress: Math.max(before?.progress ?? 0, progress ?? 0), message: message ?? before?.message });
      draw();
    },
    onStage: () => reread().catch(() => {}),
    onEnd: async () => {
      followed.delete(one.job_id);
      moving.delete(one.asset_id);
      await reread().catch((error) => edits.say(error.message, "bad"));
      const now = store.project.footage.find((other) => other.asset_id === one.asset_id);
      if (now?.status === "failed") edits.say(`“${one.file_name}” was not imported. ${now.error}`, "bad");
    },
  });
}

async function resume(one) {
  try {
    await call("POST", `/job/${one.job_id}/resume`);
    await reread();
  } catch (error) {
    edits.say(error.message, "bad");
  }
}
