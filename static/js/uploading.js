// Files that are dropped or chosen: each is sent in pieces, becomes a source, and is watched until it has been read.

const form = document.querySelector("[data-drop]");
const input = form.querySelector("input[type=file]");
const rows = document.querySelector("[data-rows]");
const next = document.querySelector("[data-next]");
const aside = document.querySelector("[data-aside]");

const PIECE = Number(form.dataset.pieceBytes);
const LIMITS = { pdf: Number(form.dataset.pdfBytes), text: Number(form.dataset.textBytes) };
const AT_ONCE = 2;
const LOOK_EVERY_MS = 1000;

const queue = [];
let sending = 0;

form.classList.add("lively");
input.addEventListener("change", () => {
  take(input.files);
  input.value = "";
});
for (const type of ["dragenter", "dragover"]) {
  form.addEventListener(type, (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    form.classList.add("over");
  });
}
for (const type of ["dragleave", "drop"]) form.addEventListener(type, () => form.classList.remove("over"));
form.addEventListener("drop", (event) => {
  event.preventDefault();
  take(event.dataTransfer.files);
});
// A file that misses the zone would replace the page.
for (const type of ["dragover", "drop"]) addEventListener(type, (event) => event.preventDefault());
addEventListener("beforeunload", (event) => {
  if (sending || queue.length) event.preventDefault();
});

function take(files) {
  for (const file of files) queue.push({ file, row: addRow(file) });
  sendNext();
}

async function sendNext() {
  if (sending >= AT_ONCE || !queue.length) return;
  sending += 1;
  const { file, row } = queue.shift();
  sendNext();
  try {
    refuseEarly(file);
    await watch(row, await send(file, row));
  } catch (error) {
    row.show("Not added", "bad", error.message);
  } finally {
    sending -= 1;
    sendNext();
  }
}

// What the server would refuse anyway, before anything is sent.
function refuseEarly(file) {
  if (!file.size) throw new Error("It is empty.");
  const isPdf = /\.pdf$/i.test(file.name) || file.type === "application/pdf";
  const limit = isPdf ? LIMITS.pdf : LIMITS.text;
  if (file.size <= limit) return;
  throw new Error(`It has ${megabytes(file.size)}; the limit is ${megabytes(limit)}. Split it, or add only a part.`);
}

async function send(file, row) {
  const whole = new FormData();
  whole.set("name", file.name);
  whole.set("retention", form.elements.retention.value);
  for (let start = 0; start < file.size; start += PIECE) {
    row.show("Sending", "live", megabytes(file.size), start / file.size);
    const { piece } = await post(form.dataset.piecesUrl, file.slice(start, start + PIECE), "application/octet-stream");
    whole.append("piece", piece);
  }
  row.show("Sending", "live", megabytes(file.size), 1);
  return post(form.dataset.addUrl, whole);
}

async function watch(row, state) {
  row.lead(state.url);
  sending -= 1; // it is all there: the next one may be sent meanwhile
  sendNext();
  try {
    for (let fresh = state; fresh; fresh = await look(state.stateUrl)) {
      const words = fresh.message || fresh.says || "";
      row.show(fresh.word, fresh.tone, fresh.isOver ? words : "Its text is read, then what it says is noted.");
      if (fresh.isOver) break;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
    next.hidden = false;
  } finally {
    sending += 1;
  }
}

async function look(url) {
  const answer = await fetch(url).catch(() => null);
  if (answer && !answer.ok) throw new Error("It was deleted meanwhile.");
  return answer ? answer.json() : { word: "Waiting", tone: "live", message: "The connection is gone; trying again." };
}

async function post(url, body, type) {
  const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value };
  if (type) headers["Content-Type"] = type;
  const answer = await fetch(url, { method: "POST", headers, body }).catch(() => null);
  if (!answer) throw new Error("The connection broke. Add the file again.");
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(told.message ?? "The studio did not take it. Reload the page and try again.");
  return told;
}

function addRow(file) {
  const item = document.createElement("li");
  const title = document.createElement("span");
  const side = document.createElement("span");
  const badge = document.createElement("span");
  const bar = document.createElement("progress");
  const meta = document.createElement("span");
  title.className = "title";
  title.textContent = file.name;
  side.className = "side";
  side.append(badge);
  meta.className = "meta";
  bar.setAttribute("aria-label", `Sending ${file.name}`);
  item.append(title, side, bar, meta);
  rows.append(item);
  aside.hidden = false;
  const row = {
    show(word, tone, words, progress) {
      badge.className = `badge ${tone}`;
      if (badge.textContent !== word) badge.textContent = word;
      if (meta.textContent !== words) meta.textContent = words;
      bar.hidden = progress === undefined;
      bar.value = progress ?? 0;
    },
    lead(url) {
      const link = document.createElement("a");
      link.className = "title";
      link.href = url;
      link.textContent = file.name;
      item.firstChild.replaceWith(link);
    },
  };
  row.show("In line", "", megabytes(file.size));
  return row;
}

function megabytes(bytes) {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
