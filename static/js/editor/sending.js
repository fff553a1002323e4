// A file on its way to its signed address, in pieces. What arrived stays: a broken line, and a closed page, go on there.

const MOST_TRIES = 6;
const KEPT_MS = 23 * 3600 * 1000; // the address takes bytes for a day

export async function sendFile(file, address, { pieceBytes, onProgress, signal }) {
  let at = await received(address, signal).catch(() => 0);
  for (let tries = 0; at < file.size; ) {
    const end = Math.min(file.size, at + pieceBytes);
    try {
      const answer = await fetch(address, {
        method: "PUT",
        headers: { "Content-Range": `bytes ${at}-${end - 1}/${file.size}`, "Content-Type": "application/octet-stream" },
        body: file.slice(at, end),
        signal,
      });
      const told = await answer.json().catch(() => ({}));
      if (answer.status === 200) return told;
      if (answer.status !== 202) throw refusal(answer.status, told);
      at = told.received;
      tries = 0;
      onProgress(at);
    } catch (error) {
      if (error.name === "AbortError" || error.isFinal || ++tries >= MOST_TRIES) throw final(error);
      await new Promise((resolve) => setTimeout(resolve, 400 * 2 ** tries));
      at = await received(address, signal).catch(() => at);
    }
  }
  const answer = await fetch(address, { method: "PUT", headers: { "Content-Range": `bytes */${file.size}` }, signal });
  if (answer.status !== 200) throw refusal(answer.status, await answer.json().catch(() => ({})));
  return answer.json();
}

async function received(address, signal) {
  const answer = await fetch(address, { method: "HEAD", signal });
  return Number(answer.headers.get("Upload-Offset") ?? 0);
}

function refusal(status, told) {
  const error = new Error(told.error?.message ?? "The studio did not take this part of the file.");
  error.isFinal = status >= 400 && status < 500 && status !== 408 && status !== 429;
  error.isFinal &&= told.error?.details?.offset === undefined && !/another request/i.test(error.message);
  return error;
}

function final(error) {
  if (error.name === "AbortError" || error.isFinal) return error;
  return new Error("The connection keeps breaking. Choose the same file again to go on where it stopped.");
}

// ---------------------------------------------------------------- addresses of unfinished files

const keyOf = (projectId, file) => `upload:${projectId}:${file.name}:${file.size}:${file.lastModified}`;

export function remember(projectId, file, upload) {
  try {
    localStorage.setItem(keyOf(projectId, file), JSON.stringify({ ...upload, until: Date.now() + KEPT_MS }));
  } catch {
    // Without storage it can be sent, and not resumed.
  }
}

export function recall(projectId, file) {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(projectId, file)) ?? "null");
    return kept && kept.until > Date.now() ? kept : null;
  } catch {
    return null;
  }
}

export function forget(projectId, file) {
  try {
    localStorage.removeItem(keyOf(projectId, file));
  } catch {
    // Nothing was kept.
  }
}

export function megabytes(bytes) {
  if (bytes < 1e6) return `${Math.ceil(bytes / 1e3)} KB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`;
}
