// A video file into a project: asks for an address (or takes up an old one), sends it, and tells how far it is.

import { call, local } from "./api.js";
import { forget, megabytes, recall, remember, sendFile } from "./sending.js";

const TYPES = { mkv: "video/x-matroska", mov: "video/quicktime", avi: "video/x-msvideo", ts: "video/mp2t", m4v: "video/x-m4v" };

export async function addFile(projectId, file, { sending, onProgress, signal }) {
  refuseEarly(file, sending);
  let upload = recall(projectId, file);
  const isOld = Boolean(upload);
  upload ??= await ask(projectId, file, sending);
  remember(projectId, file, upload);
  const started = Date.now();
  let before = null;
  const tell = (bytes) => {
    before ??= { bytes, at: Date.now() };
    const speed = (bytes - before.bytes) / Math.max(1, Date.now() - before.at);
    const left = speed > 0 && Date.now() - started > 2000 ? (file.size - bytes) / speed / 1000 : null;
    onProgress(bytes / file.size, `${megabytes(bytes)} of ${megabytes(file.size)}${left ? `, ${inWords(left)} left` : ""}`);
  };
  tell(0);
  try {
    const told = await sendFile(file, upload.path, { pieceBytes: sending.pieceBytes, onProgress: tell, signal });
    forget(projectId, file);
    return told;
  } catch (error) {
    if (!error.isFinal) throw error;
    forget(projectId, file);
    if (!isOld) throw error;
    return addFile(projectId, file, { sending, onProgress, signal }); // the address was too old: ask for another
  }
}

async function ask(projectId, file, sending) {
  const ending = file.name.split(".").pop().toLowerCase();
  const wanted = file.type || TYPES[ending] || "";
  const type = sending.types.includes(wanted) ? wanted : (TYPES[ending] ?? "application/octet-stream");
  const told = await call("POST", `/project/${projectId}/upload`, { file_name: file.name, content_type: type });
  return { path: local(told.upload_url), asset: told.asset_id };
}

function refuseEarly(file, { mostBytes }) {
  if (!file.size) throw new Error(`“${file.name}” is empty.`);
  if (file.size > mostBytes) {
    throw new Error(`“${file.name}” has ${megabytes(file.size)}; the limit is ${megabytes(mostBytes)}.`);
  }
}

function inWords(seconds) {
  return seconds < 90 ? `${Math.ceil(seconds / 5) * 5} s` : `${Math.round(seconds / 60)} min`;
}
