// Variants beside each other or under one another, in step, with what was measured.

import { call, local } from "./api.js";
import { make, part } from "./make.js";
import { canWrite, plays } from "./store.js";

const dialog = part("compare");
const stage = part("compare-stage");
const videos = [part("compare-a"), part("compare-b")];
const choosers = [part("choose-a"), part("choose-b")];
const wipe = part("wipe");
const table = part("scores");
const KINDS = [
  ["fidelity_to_prompt", "Follows the prompt"],
  ["visual_quality", "Picture"],
  ["overall_rating", "Overall"],
  ["details", "In detail"],
];
let takes = [];
let onTake = null;

setUp();

function setUp() {
  for (const chooser of choosers) chooser.addEventListener("change", load);
  for (const radio of dialog.querySelectorAll("[name=layout]")) {
    radio.addEventListener("change", () => {
      stage.classList.toggle("wiped", radio.value === "wipe");
      wipe.parentElement.hidden = radio.value !== "wipe";
    });
  }
  wipe.addEventListener("input", () => stage.style.setProperty("--wipe", `${wipe.value}%`));
  part("compare-play").addEventListener("click", () => (videos[0].paused ? start() : halt()));
  // The first leads; the second follows when it is off by more than can be seen.
  videos[0].addEventListener("timeupdate", () => {
    if (Math.abs(videos[1].currentTime - videos[0].currentTime) > 0.06) videos[1].currentTime = videos[0].currentTime;
    part("compare-time").value = videos[0].duration ? (videos[0].currentTime / videos[0].duration) * 1000 : 0;
  });
  videos[0].addEventListener("ended", start);
  part("compare-time").addEventListener("input", (event) => {
    halt();
    for (const video of videos) video.currentTime = (event.target.value / 1000) * (video.duration || 0);
  });
  part("compare-take").addEventListener("click", () => {
    const chosen = takes[choosers[1].selectedIndex];
    dialog.close();
    if (chosen.variant) onTake(chosen.variant);
  });
  dialog.addEventListener("close", halt);
}

export function compare(job, take) {
  onTake = take;
  const original = job.variants.find((variant) => variant.original_url)?.original_url;
  takes = [
    ...(original ? [{ name: "Before", path: local(original) }] : []),
    ...job.variants.map((variant, index) => ({ name: `Variant ${index + 1}`, path: local(variant.url), variant })),
  ];
  for (const chooser of choosers) chooser.replaceChildren(...takes.map((one) => make("option", {}, one.name)));
  choosers[1].selectedIndex = Math.min(1, takes.length - 1);
  part("compare-prompt").textContent = `“${job.prompt}”`;
  dialog.showModal();
  load();
  score(job.variants);
}

function load() {
  halt();
  for (const [index, video] of videos.entries()) {
    const one = takes[choosers[index].selectedIndex];
    if (video.dataset.path !== one.path) video.src = video.dataset.path = one.path;
    video.muted = index === 1;
    video.setAttribute("aria-label", one.name);
  }
  const chosen = takes[choosers[1].selectedIndex];
  const button = part("compare-take");
  const isOn = chosen.variant && plays(chosen.variant.id);
  button.disabled = !canWrite || !chosen.variant || isOn;
  button.textContent = isOn ? "On the timeline" : chosen.variant ? `Accept ${chosen.name.toLowerCase()}` : "Accept";
}

function start() {
  for (const video of videos) {
    if (video.ended) video.currentTime = 0;
    video.play().catch(() => {});
  }
  part("compare-play").textContent = "Pause";
}

function halt() {
  for (const video of videos) video.pause();
  part("compare-play").textContent = "Play both";
}

async function score(variants) {
  table.replaceChildren();
  const told = await Promise.all(
    variants.map((variant) => call("GET", `/variant/${variant.id}/score?compare_to=original`).catch((error) => ({ error: error.message }))),
  );
  const heads = variants.map((_, index) => make("th", { scope: "col" }, `Variant ${index + 1}`));
  const names = [...new Set(told.flatMap(({ score }) => Object.keys(score?.measures ?? {})))];
  const rows = [
    ...KINDS.map(([name, label]) => line(label, told, (score) => score?.[name])),
    ...names.map((name) => line(spoken(name), told, (score) => score?.measures?.[name])),
  ];
  table.append(make("thead", {}, make("tr", {}, make("td", {}), ...heads)), make("tbody", {}, ...rows));
}

function line(label, told, valueOf) {
  const cells = told.map(({ score, error }) => make("td", {}, shown(valueOf(score), error)));
  return make("tr", {}, make("th", { scope: "row" }, label), ...cells);
}

const spoken = (name) => name.replaceAll("_", " ").replace(/^./, (letter) => letter.toUpperCase());

function shown(value, error) {
  if (value === undefined || value === null) return error ?? "–";
  return typeof value === "number" ? String(Math.round(value * 1000) / 1000) : String(value);
}
