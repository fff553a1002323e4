// Calls of the editor's API as the signed-in person. What it refuses is thrown, in its own words.

const MOST_WAIT_S = 20;

export class Refused extends Error {
  constructor(message, { status = 0, details = {} } = {}) {
    super(message);
    this.status = status;
    this.details = details;
  }
}

export async function call(method, path, body, { signal, isPatient = method === "GET" } = {}) {
  const headers = { Accept: "application/json", "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const sent = { method, headers, body: body === undefined ? undefined : JSON.stringify(body), signal };
  const answer = await fetch(`/api/v1${path}`, sent).catch((error) => {
    if (error.name === "AbortError") throw error;
    throw new Refused("The studio cannot be reached. Check the connection and try again.");
  });
  const told = await answer.json().catch(() => ({}));
  if (answer.ok) return told;
  const waitS = Number(answer.headers.get("Retry-After") ?? 1);
  if (answer.status === 429 && isPatient && waitS <= MOST_WAIT_S) {
    await new Promise((resolve) => setTimeout(resolve, waitS * 1000));
    return call(method, path, body, { signal, isPatient: false });
  }
  const error = told.error ?? told;
  const words = typeof error === "string" ? error : error.message;
  const outcome = { status: answer.status, details: error.details };
  throw new Refused(words || "The studio did not answer as it should. Reload the page and try again.", outcome);
}

// Signed addresses carry the public URL; the page may have been opened under another name of the same studio.
export function local(url) {
  if (!url) return "";
  const { pathname, search } = new URL(url, location.href);
  return pathname + search;
}

// A job until its end: `onProgress({progress, message, timeLeftMs})`, `onStage()`, and once `onEnd()`. Browsers open six
// connections to a studio at the most, and films need some: beyond the second job the others are asked now and then.

const MOST_STREAMS = 2;
const LOOK_EVERY_MS = 2000;
let streams = 0;

export function follow(path, { onProgress = () => {}, onStage = () => {}, onEnd }) {
  if (streams < MOST_STREAMS) listen(path, { onProgress, onStage, onEnd });
  else look(path, { onProgress, onEnd });
}

function listen(path, { onProgress, onStage, onEnd }) {
  streams += 1;
  const stream = new EventSource(`/api/v1${path}/events`);
  const close = () => {
    stream.close();
    streams -= 1;
  };
  stream.addEventListener("progress", (event) => onProgress(JSON.parse(event.data)));
  stream.addEventListener("stage", (event) => {
    const { label, ...rest } = JSON.parse(event.data);
    onProgress({ message: label, ...rest });
    onStage();
  });
  for (const type of ["succeeded", "failed", "canceled"]) {
    stream.addEventListener(type, () => {
      close();
      onEnd();
    });
  }
  // A lost connection comes back by itself; a refused stream does not.
  stream.addEventListener("error", () => {
    if (stream.readyState !== EventSource.CLOSED) return;
    close();
    look(path, { onProgress, onEnd });
  });
}

async function look(path, { onProgress, onEnd }) {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    const told = await call("GET", path).catch((error) => (error.status ? { status: "failed" } : null));
    if (told) onProgress({ ...told, timeLeftMs: told.time_left_ms });
    if (told?.status === "completed" || told?.status === "failed") break;
  }
  onEnd();
}
