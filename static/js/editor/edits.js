// Edits: one after the other, each told to the server; what it refuses is said in words and the page shows the truth.

import { call } from "./api.js";
import { canWrite, clipAt, mark, replaceSegments, reread, seconds, select, selectedClip, store, take, tell } from "./store.js";
import { duration } from "./timecode.js";

let line = Promise.resolve();
let waiting = 0;

export function say(words, tone = "") {
  tell("said", { words, tone });
}

function edit(work) {
  if (!canWrite) {
    say("Your role reads this project and does not change it.", "bad");
    return line;
  }
  waiting += 1;
  tell("busy", true);
  line = line.then(async () => {
    try {
      say((await work()) ?? "");
    } catch (error) {
      await reread().catch(() => {});
      say(error.message, "bad");
    } finally {
      waiting -= 1;
      tell("busy", waiting > 0);
      tell("edited");
    }
  });
  return line;
}

const indexOf = (segments, id) => segments.findIndex((segment) => segment.id === id);

export function split(frame) {
  return edit(async () => {
    const clip = clipAt(frame);
    if (!clip || frame <= clip.at || frame >= clip.at + clip.frames) {
      throw new Error("Move the playhead inside a segment to split it.");
    }
    const at = seconds(clip.start_frame + frame - clip.at);
    const { left, right } = await call("POST", `/segment/${clip.id}/split`, { split_ts: at });
    replaceSegments((segments) => segments.toSpliced(indexOf(segments, clip.id), 1, left, right));
    select(right.id);
    return "Split.";
  });
}

export function trim(clip, start, end) {
  return edit(async () => {
    const body = { new_start_ts: seconds(start), new_end_ts: seconds(end) };
    const trimmed = await call("POST", `/segment/${clip.id}/trim`, body);
    replaceSegments((segments) => segments.with(indexOf(segments, clip.id), trimmed));
    const change = trimmed.end_frame - trimmed.start_frame - clip.frames;
    return `Trimmed: ${change < 0 ? "−" : "+"}${Math.abs(change)} frame${Math.abs(change) === 1 ? "" : "s"}.`;
  });
}

export function remove(clip = selectedClip()) {
  return edit(async () => {
    if (!clip) throw new Error("Select a segment first.");
    await call("DELETE", `/segment/${clip.id}`);
    replaceSegments((segments) => segments.filter((segment) => segment.id !== clip.id));
    return `${duration(clip.frames, store.rate)} taken out; the gap is closed.`;
  });
}

export function move(clip, to) {
  return edit(async () => {
    if (to < 0 || to >= store.clips.length || to === clip.index) return "";
    await call("PATCH", `/segment/${clip.id}`, { order_index: to });
    replaceSegments((segments) => {
      const from = indexOf(segments, clip.id);
      const rest = segments.toSpliced(from, 1);
      return rest.toSpliced(to, 0, segments[from]);
    });
    return `Moved to place ${to + 1} of ${store.clips.length}.`;
  });
}

export function undo() {
  return edit(async () => {
    take(await call("POST", `/project/${store.project.id}/undo`));
    return "Undone.";
  });
}

export function redo() {
  return edit(async () => {
    take(await call("POST", `/project/${store.project.id}/redo`));
    return "Done again.";
  });
}

export function restore(revision) {
  return edit(async () => {
    take(await call("POST", `/project/${store.project.id}/history/${revision}/restore`));
    return `Revision ${revision} plays again.`;
  });
}

export function grade(clip, values) {
  return edit(async () => {
    const { segment_id: id } = await call("POST", `/segment/${clip.id}/color-grade`, values);
    await reread();
    select(id);
    return "Graded.";
  });
}

export function accept(variant) {
  return edit(async () => {
    const segment = await call("POST", `/variant/${variant.id}/accept`);
    await reread();
    mark({ in: null, out: null });
    select(segment.id);
    return "The variant is on the timeline.";
  });
}
