// Starting a project: a dropped or chosen video makes one at once, and is sent while the page shows how far it is.

import { addFile } from "./adding.js";
import { call } from "./api.js";
import { watchDrops } from "./drops.js";

const form = document.querySelector("[data-drop]");
const input = form.querySelector("input[type=file]");
const sending = JSON.parse(document.getElementById("sending").textContent);
const show = (name) => document.querySelector(`[data-${name}]`);

let project = null;
let stop = null;

form.classList.add("lively");
input.addEventListener("change", () => take([...input.files]));
watchDrops(form, take);
show("stop").addEventListener("click", () => stop?.abort());
addEventListener("beforeunload", (event) => stop && event.preventDefault());

async function take(files) {
  if (!files.length || stop) return;
  stop = new AbortController();
  show("progress").hidden = false;
  show("refusal").hidden = true;
  form.inert = true;
  try {
    for (const [index, file] of files.entries()) {
      show("file").textContent = files.length > 1 ? `${file.name} (${index + 1} of ${files.length})` : file.name;
      await begin(file);
      await addFile(project, file, { sending, onProgress, signal: stop.signal });
    }
    stop = null;
    location.assign(form.dataset.editUrl.replace("PROJECT", project));
  } catch (error) {
    stop = null;
    refuse(error);
  }
}

async function begin(file) {
  if (project) return;
  const typed = document.querySelector("[name=name]").value.trim();
  const name = typed || file.name.replace(/\.[^.]+$/, "") || "Untitled";
  project = (await call("POST", "/project", { name: name.slice(0, 200) })).id;
}

function onProgress(fraction, words) {
  show("bar").value = fraction;
  show("words").textContent = words;
  document.title = `${Math.floor(fraction * 100)}% ${document.title.replace(/^\d+% /, "")}`;
}

function refuse(error) {
  form.inert = false;
  input.value = "";
  show("progress").hidden = true;
  show("refusal").hidden = false;
  const stopped = "Stopped. Choose the same file again to go on where it stopped.";
  show("refusal-words").textContent = error.name === "AbortError" ? stopped : error.message;
}
