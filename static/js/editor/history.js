// Every edit as a line: what it was, when, and a way back to it.

import { call } from "./api.js";
import * as edits from "./edits.js";
import { make, part } from "./make.js";
import { isOpen } from "./panels.js";
import { canWrite, on, store } from "./store.js";

const WORDS = {
  import: "Video added", split: "Split", trim: "Trim", delete: "Segment deleted", reorder: "Segments moved",
  "color-grade": "Grade", accept: "Variant accepted", restore: "Earlier revision restored",
  settle: "Length of the video known",
};
const panel = document.getElementById("panel-history");
const list = part("revisions", panel);
const more = part("older", panel);
let cursor = null;

export function setUp() {
  on("panel", (name) => name === "history" && read());
  on("edited", () => isOpen("history") && read());
  more.addEventListener("click", () => read(cursor));
  part("undo-here", panel).addEventListener("click", edits.undo);
  part("redo-here", panel).addEventListener("click", edits.redo);
}

async function read(from = null) {
  try {
    const query = from ? `?limit=30&cursor=${encodeURIComponent(from)}` : "?limit=30";
    const told = await call("GET", `/project/${store.project.id}/history${query}`);
    if (!from) list.replaceChildren();
    list.append(...told.history.map(line));
    cursor = told.next_cursor;
    more.hidden = !cursor;
    part("no-revisions", panel).hidden = list.children.length > 0;
  } catch (error) {
    edits.say(error.message, "bad");
  }
}

function line({ revision, action, segment_count: count, current, created_at: at }) {
  const restore = make("button", { type: "button", class: "button plain small", disabled: !canWrite }, "Restore");
  restore.setAttribute("aria-label", `Restore revision ${revision}`);
  restore.addEventListener("click", () => edits.restore(revision));
  return make(
    "li",
    { class: current ? "revision current" : "revision", "aria-current": current ? "true" : null },
    make("span", { class: "number" }, String(revision)),
    make(
      "span",
      { class: "two-lines" },
      make("b", {}, WORDS[action] ?? action),
      make("span", { class: "small faint" }, `${count} segment${count === 1 ? "" : "s"}, ${shortly(new Date(at))}`),
    ),
    current ? make("span", { class: "badge good" }, "Now") : restore,
  );
}

function shortly(time) {
  const isToday = time.toDateString() === new Date().toDateString();
  const day = isToday ? {} : { day: "numeric", month: "short" };
  return time.toLocaleString([], { ...day, hour: "numeric", minute: "2-digit" });
}
