// AI edits: a wish for a stretch of the timeline and perhaps a box; quoted before, watched while made, then compared.

import { call, follow, local } from "./api.js";
import { arm, box, showBox } from "./box.js";
import * as edits from "./edits.js";
import { icon, make, part } from "./make.js";
import { isOpen } from "./panels.js";
import { canWrite, chosenRange, generations, mostSeconds, on, plays, seconds, store } from "./store.js";
import { duration, timecode } from "./timecode.js";

const REST_MS = 350;
const panel = document.getElementById("panel-ai");
const form = panel.querySelector("form");
const prompt = form.elements.prompt;
const quote = part("quote", panel);
const jobs = part("jobs", panel);
let timer = null;
let quoted = 0;

export function setUp() {
  for (const example of panel.querySelectorAll("[data-prompt]")) {
    example.addEventListener("click", () => {
      prompt.value = example.dataset.prompt;
      if (/box/.test(prompt.value) && !form.elements.boxed.checked) form.elements.boxed.click();
      prompt.focus();
      ask();
    });
  }
  prompt.addEventListener("input", ask);
  form.elements.boxed.addEventListener("change", () => {
    arm(form.elements.boxed.checked);
    part("box-fields", panel).hidden = !form.elements.boxed.checked;
    if (form.elements.boxed.checked) part("box").focus();
  });
  form.addEventListener("submit", start);
  for (const type of ["range", "select", "change"]) on(type, () => isOpen("ai") && tellRange());
  on("change", () => jobs.querySelectorAll("[data-accept]").forEach(tellAccepted));
  on("panel", (name) => {
    showBox(name === "ai");
    if (name === "ai") tellRange();
  });
  for (const one of generations.toReversed()) addJob(one);
  part("no-jobs", panel).hidden = Boolean(jobs.children.length);
}

const request = () => {
  const [start, end] = chosenRange();
  return {
    project_id: store.project.id,
    prompt: prompt.value.trim(),
    start_ts: seconds(start),
    end_ts: seconds(end),
    bounding_box: box,
  };
};

function tellRange() {
  if (!store.rate || !store.total) return;
  const [start, end] = chosenRange();
  const length = end - start;
  const which = store.range.in === null && store.range.out === null ? (store.selected ? "the selected segment" : "all of it") : "the marked range";
  part("stretch", panel).textContent =
    `${timecode(start, store.rate)} to ${timecode(end, store.rate)}: ${duration(length, store.rate)}, ${which}.`;
  ask();
}

// What it costs, before it is asked for.
function ask() {
  clearTimeout(timer);
  quote.textContent = "";
  if (!prompt.value.trim() || !store.total || !canWrite) return;
  const [start, end] = chosenRange();
  if (seconds(end - start) > mostSeconds) {
    quote.textContent = `Up to ${mostSeconds} s can be changed at once. Mark a shorter range with I and O.`;
    return;
  }
  timer = setTimeout(async () => {
    const mine = (quoted += 1);
    try {
      const told = await call("POST", "/ai/generate?dry_run=true", request());
      if (mine === quoted) quote.textContent = inWords(told);
    } catch (error) {
      if (mine === quoted) quote.textContent = error.message;
    }
  }, REST_MS);
}

function inWords(told) {
  if (told.would_fail) return told.would_fail.message;
  const price = told.quote.total;
  return `Costs ${price} credit${price === 1 ? "" : "s"}, if it succeeds; ${told.balance.after.toLocaleString("en")} are left then.`;
}

async function start(event) {
  event.preventDefault();
  if (!prompt.value.trim()) {
    prompt.focus();
    return;
  }
  const button = form.querySelector("[type=submit]");
  button.disabled = true;
  try {
    const job = await call("POST", "/ai/generate", request());
    addJob({ ...job, id: job.job_id, prompt: prompt.value.trim() });
    edits.say("Variants are being made. You can go on editing meanwhile.");
  } catch (error) {
    quote.textContent = error.message;
    edits.say(error.message, "bad");
  } finally {
    button.disabled = false;
  }
}

// ---------------------------------------------------------------- jobs and their variants

function addJob(job) {
  const item = make("li", { class: "ai-job" });
  part("no-jobs", panel).hidden = true;
  jobs.prepend(item);
  if (job.status === "completed" || job.status === "failed") drawEnd(item, job);
  else watch(item, job);
}

function watch(item, job) {
  const bar = make("progress", { value: job.progress ?? 0, max: 1, "aria-label": `Making: ${job.prompt}` });
  const words = make("span", { class: "small faint" }, job.message || "Waiting for a free worker");
  const cancel = make("button", { type: "button", class: "button plain small" }, "Cancel");
  item.replaceChildren(make("p", { class: "wish" }, `“${job.prompt}”`), bar, make("div", { class: "line" }, words, cancel));
  cancel.addEventListener("click", () => {
    cancel.disabled = true;
    call("POST", `/job/${job.id}/cancel`).catch((error) => edits.say(error.message, "bad"));
  });
  follow(`/job/${job.id}`, {
    onProgress: ({ progress, message }) => {
      bar.value = Math.max(bar.value, progress ?? 0);
      if (message) words.textContent = message;
    },
    onEnd: async () => {
      const told = await call("GET", `/job/${job.id}`).catch((error) => ({ status: "failed", error: error.message, variants: [] }));
      if (told.status === "pending" || told.status === "running") watch(item, { ...job, ...told });
      else drawEnd(item, { ...job, ...told });
    },
  });
}

function drawEnd(item, job) {
  const discard = make("button", { type: "button", class: "button plain small", onclick: () => drop(item, job) }, "Discard");
  const head = make("p", { class: "wish" }, `“${job.prompt}”`);
  if (job.status === "failed") {
    item.replaceChildren(head, make("p", { class: "small bad-words" }, `${job.error} Nothing was charged.`), discard);
    return;
  }
  if (!job.variants.length) {
    item.replaceChildren(head, make("p", { class: "small faint" }, "It made no variants."), discard);
    return;
  }
  const cards = job.variants.map((variant, index) => card(variant, index, job));
  const look = make("button", { type: "button", class: "button quiet small" }, "Compare");
  look.addEventListener("click", async () => {
    const { compare } = await import("./compare.js"); // few sessions come to this
    compare(job, edits.accept);
  });
  item.replaceChildren(head, make("ul", { class: "variants" }, ...cards), make("div", { class: "line" }, look, discard));
}

function card(variant, index, job) {
  const name = `Variant ${index + 1}`;
  const picture = variant.preview_url
    ? make("img", { src: local(variant.preview_url), alt: `${name}: ${variant.label || job.prompt}`, loading: "lazy" })
    : make("span", { class: "poster" }, icon("film"));
  const accept = make("button", { type: "button", class: "button small", data: { accept: variant.id, name: name.toLowerCase() } });
  accept.addEventListener("click", () => edits.accept(variant));
  tellAccepted(accept);
  const notes = (variant.notes ?? []).map((note) => make("p", { class: "small faint" }, note));
  return make("li", {}, picture, make("p", { class: "small" }, make("b", {}, name), variant.label ? `: ${variant.label}` : ""), ...notes, accept);
}

// Undo takes a variant off again: what counts is whether it plays now.
function tellAccepted(button) {
  const isOn = plays(button.dataset.accept);
  button.disabled = !canWrite || isOn;
  button.textContent = isOn ? "On the timeline" : "Accept";
  button.setAttribute("aria-label", isOn ? `On the timeline: ${button.dataset.name}` : `Accept ${button.dataset.name}`);
}

// What is on the timeline stays, and with it its place here.
async function drop(item, job) {
  const unwanted = job.variants.filter((variant) => !plays(variant.id));
  try {
    await Promise.all(unwanted.map((variant) => call("DELETE", `/variant/${variant.id}`)));
  } catch (error) {
    edits.say(error.message, "bad");
    return;
  }
  if (unwanted.length < job.variants.length) {
    drawEnd(item, { ...job, variants: job.variants.filter((variant) => plays(variant.id)) });
    return;
  }
  item.remove();
  part("no-jobs", panel).hidden = Boolean(jobs.children.length);
  prompt.focus();
}
