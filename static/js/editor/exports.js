// Exports: asked for, watched, canceled, taken home; and those that were made before. Fetched when its panel opens.

import { call, follow, local } from "./api.js";
import * as edits from "./edits.js";
import { make, part } from "./make.js";
import { store } from "./store.js";

const panel = document.getElementById("panel-export");
const form = panel.querySelector("form");
const list = part("exports", panel);
let isRead = false;

form.addEventListener("submit", start);

export async function read() {
  if (isRead) return;
  isRead = true;
  try {
    const told = await call("GET", `/project/${store.project.id}/exports?limit=20`);
    list.replaceChildren(...told.exports.map(drawn));
    part("no-exports", panel).hidden = list.children.length > 0;
  } catch (error) {
    isRead = false;
    edits.say(error.message, "bad");
  }
}

async function start(event) {
  event.preventDefault();
  const button = form.querySelector("[type=submit]");
  button.disabled = true;
  try {
    const format = form.elements.format.value;
    const { export_job_id: id } = await call("POST", "/export", { project_id: store.project.id, format });
    list.prepend(drawn({ export_job_id: id, status: "pending", format, progress: 0 }));
    part("no-exports", panel).hidden = true;
    edits.say("The export has begun. What plays now is exported; you can go on editing.");
  } catch (error) {
    edits.say(error.message, "bad");
  } finally {
    button.disabled = false;
  }
}

function drawn(one) {
  const item = make("li", { class: "export" });
  draw(item, one);
  return item;
}

function draw(item, one) {
  const title = make("b", {}, one.format.toUpperCase());
  if (one.status === "pending" || one.status === "running") {
    watch(item, one, title);
    return;
  }
  const when = one.expires_at ? `Kept until ${new Date(one.expires_at).toLocaleDateString([], { dateStyle: "medium" })}` : "";
  if (one.download_url) {
    const href = local(one.download_url);
    const label = `Download the ${one.format.toUpperCase()}`;
    const links = [make("a", { class: "button small", href, download: "", "aria-label": label }, "Download")];
    if (one.format === "mp4") links.push(make("a", { class: "button quiet small", href: local(one.export_url), target: "_blank", rel: "noopener" }, "Watch"));
    item.replaceChildren(make("div", { class: "line" }, title, ...links), make("p", { class: "small faint" }, `${how(one.report)}${when} `, make("a", { href: `/dashboard/provenance/${one.export_job_id}` }, "Where it comes from")));
    return;
  }
  const resume = make("button", { type: "button", class: "button quiet small" }, "Resume");
  resume.addEventListener("click", () => again(item, one));
  item.replaceChildren(
    make("div", { class: "line" }, title, one.status === "failed" && resume),
    make("p", { class: "small bad-words" }, one.error || "It is gone."),
  );
}

// What the renderer says of its work: how much was copied as it was.
function how(report) {
  const [copied, encoded] = [report?.copied_frames ?? report?.copied, report?.encoded_frames ?? report?.encoded];
  if (typeof copied !== "number" || typeof encoded !== "number" || !copied) return "";
  return `${Math.round((copied / (copied + encoded)) * 100)} % copied without loss. `;
}

function watch(item, one, title) {
  const bar = make("progress", { value: one.progress ?? 0, max: 1, "aria-label": `Export as ${one.format.toUpperCase()}` });
  const words = make("span", { class: "small faint" }, one.message || "Waiting for a free worker");
  const cancel = make("button", { type: "button", class: "button plain small" }, "Cancel");
  cancel.addEventListener("click", () => {
    cancel.disabled = true;
    call("POST", `/export/${one.export_job_id}/cancel`).catch((error) => edits.say(error.message, "bad"));
  });
  item.replaceChildren(make("div", { class: "line" }, title, cancel), bar, words);
  follow(`/export/${one.export_job_id}`, {
    onProgress: ({ progress, message, timeLeftMs }) => {
      bar.value = Math.max(bar.value, progress ?? 0);
      const left = timeLeftMs > 1000 ? `, about ${Math.ceil(timeLeftMs / 1000)} s left` : "";
      words.textContent = `${Math.floor(bar.value * 100)} % ${message ?? ""}${left}`;
    },
    onEnd: async () => {
      const told = await call("GET", `/export/${one.export_job_id}`).catch((error) => ({ ...one, status: "failed", error: error.message }));
      draw(item, told);
      if (told.status === "completed") edits.say(`The ${one.format.toUpperCase()} is ready.`);
    },
  });
}

async function again(item, one) {
  try {
    draw(item, await call("POST", `/export/${one.export_job_id}/resume`));
  } catch (error) {
    edits.say(error.message, "bad");
  }
}
