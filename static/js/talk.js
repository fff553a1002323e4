// A conversation that streams: posts the turn to the API with the session's cookie, shows the answer as it comes, and
// stops it when asked to. Without JavaScript the same form brings the whole answer.

import { keepInStep } from "./snippets.js";

const talk = document.querySelector("[data-talk]");
const form = document.querySelector("[data-say]");
const said = document.querySelector("[data-said]");
const chips = document.querySelector("[data-chips]");
const trouble = document.querySelector("[data-trouble]");
const stop = document.querySelector("[data-stop]");
const send = document.querySelector("[data-send]");
let reading = null; // the request under way
const showRequest = form ? keepInStep(form, () => turn(form.elements.text.value.trim() || talk.dataset.example)) : () => {};

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = form.elements.text.value.trim();
  if (text && !reading) say(text);
});
form?.elements.text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
});
stop?.addEventListener("click", () => reading?.abort());
chips.addEventListener("click", (event) => {
  const chip = event.target.closest("button");
  if (!chip) return;
  if (chip.dataset.companion) form.elements.companion_id.value = chip.dataset.companion;
  form.elements.text.value = chip.dataset.says ?? "";
  showRequest();
  if (chip.dataset.says) say(chip.dataset.says);
  else form.elements.text.focus();
});

async function say(text) {
  show("user", "You").append(paragraphs(text));
  form.elements.text.value = "";
  showRequest();
  chips.replaceChildren();
  trouble.hidden = true;
  const companion = form.elements.companion_id;
  const answer = show("assistant", companion.selectedOptions[0].textContent);
  reading = new AbortController();
  busy(true);
  try {
    await follow(answer, text);
  } catch (error) {
    if (error.name !== "AbortError") complain(error.message);
  }
  reading = null;
  busy(false);
  form.elements.text.focus({ preventScroll: true });
}

/** The API's body for what is said. */
function turn(text) {
  const project = form.elements.project_id.value;
  return {
    companion_id: form.elements.companion_id.value,
    session_id: talk.dataset.key,
    messages: [{ role: "user", content: text }],
    ...(project && { project_id: project }),
  };
}

async function follow(answer, text) {
  const response = await fetch(talk.dataset.stream, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
    body: JSON.stringify(turn(text)),
    signal: reading.signal,
  });
  if (!response.ok) throw new Error((await response.json()).error.message);
  let words = "";
  for await (const { name, data } of events(response.body)) {
    if (name === "message") {
      words += data;
      answer.replaceChildren(paragraphs(words));
      answer.closest("li").scrollIntoView({ block: "end" });
    } else if (name === "suggestion") suggest(JSON.parse(data));
    else if (name === "notice") mention(answer, JSON.parse(data).message);
    else if (name === "error") complain(JSON.parse(data).message);
  }
}

async function* events(body) {
  let rest = "";
  for await (const text of body.pipeThrough(new TextDecoderStream())) {
    const blocks = (rest + text).split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const lines = block.split("\n");
      const data = lines.filter((line) => line.startsWith("data:")).map((line) => line.slice(line[5] === " " ? 6 : 5));
      if (!data.length) continue;
      yield { name: lines.find((line) => line.startsWith("event: "))?.slice(7) ?? "message", data: data.join("\n") };
    }
  }
}

/** What the reader has to know of an answer, above its words. */
function mention(answer, text) {
  const note = document.createElement("p");
  note.className = "small faint";
  note.textContent = text;
  answer.before(note);
}

function show(speaker, who) {
  document.querySelector("[data-hint]")?.remove();
  const item = document.createElement("li");
  item.className = `message ${speaker}`;
  const name = document.createElement("p");
  name.className = "who";
  name.textContent = who;
  const words = document.createElement("div");
  words.className = "prose";
  item.append(name, words);
  said.append(item);
  return words;
}

// Paragraphs, lists, strong, emphasis and code: the same few marks as the server's own rendering.
function paragraphs(text) {
  const all = document.createDocumentFragment();
  let list = null;
  for (const line of text.split("\n")) {
    if (!line.trim()) continue;
    const item = line.match(/^(- |\d+\. )(.*)/);
    const kind = item && (item[1] === "- " ? "UL" : "OL");
    if (!item) list = null;
    else if (list?.tagName !== kind) all.append((list = document.createElement(kind)));
    const block = document.createElement(item ? "li" : "p");
    inline(block, item ? item[2] : line);
    (list ?? all).append(block);
  }
  return all;
}

function inline(block, text) {
  for (const part of text.split(/(\*\*[^*]+\*\*|\*[^*]+\*|`[^`]+`)/)) {
    const tag = part.startsWith("**") ? "strong" : part.startsWith("*") ? "em" : part.startsWith("`") ? "code" : "";
    if (!tag || part.length < 3) block.append(part);
    else {
      const mark = document.createElement(tag);
      mark.textContent = part.replace(/^(\*\*|\*|`)|(\*\*|\*|`)$/g, "");
      block.append(mark);
    }
  }
}

function suggest({ text, kind, companion_id: companion, artifact_type: document_ }) {
  const chip = document.createElement("button");
  chip.type = "button";
  chip.className = "button quiet small";
  chip.textContent = text;
  if (kind === "companion") chip.dataset.companion = companion;
  else chip.dataset.says = document_ ? `Write me the ${document_.replace("_", " ")}` : text;
  const item = document.createElement("li");
  item.append(chip);
  chips.append(item);
}

function complain(message) {
  trouble.textContent = message;
  trouble.hidden = false;
}

function busy(isBusy) {
  stop.hidden = !isBusy;
  send.disabled = isBusy;
}
