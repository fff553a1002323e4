// What sounds under and beside the voices of a read: the music of each scene and the effects at the lines, as far as they
// are made. The voices lead; this follows their clock and never holds them up.

const UNDER = 0.16; // of the music's own level, while somebody speaks
const ALONE = 0.4; // between the lines
const GAP_MS = 700; // a silence longer than this lets the music come up
const STEP = 0.012; // of the full level, a frame
const EFFECT = 0.6; // of an effect's own level at the usual volume of 0.5
const LONGEST_LEAD_MS = 1500; // an effect before a line starts at most so long before it
const AFTER_MS = 120;
const LATE_MS = 400; // an effect that is later than this is let go

export class Bed {
  // `scenes` are {lines: [first, last], audioUrl, weight}; `cues` {line, trigger, offsetMs, durationMs, volume, soundUrl}.
  constructor({ scenes, cues }) {
    this.scenes = scenes.map((scene) => ({ ...scene, sound: null }));
    this.cues = cues.map((cue) => ({ ...cue, sound: null, isDone: false }));
    this.isOn = true;
    this.then = null;
  }

  get isEmpty() {
    return !this.scenes.length && !this.cues.length;
  }

  // The voices are at `now` ms, in `line`; `parts` say what is spoken when, as far as it is known.
  at(now, parts, line) {
    if (this.then === null || now < this.then || now - this.then > 2000) this.seek(now, parts);
    const speaking = parts.some((part) => part.startMs - GAP_MS <= now && now < part.endMs + GAP_MS);
    for (const scene of this.scenes) this.mix(scene, line, speaking);
    for (const cue of this.cues) this.trigger(cue, now, parts);
    this.then = now;
  }

  mix(scene, line, speaking) {
    const isHere = this.isOn && line !== null && scene.lines[0] <= line && line <= scene.lines[1];
    const wanted = isHere ? Math.min(1, (speaking ? UNDER : ALONE) * scene.weight) : 0;
    if (!scene.sound && !wanted) return;
    if (!scene.sound) {
      scene.sound = new Audio(scene.audioUrl);
      scene.sound.loop = true;
      scene.sound.volume = 0;
    }
    const { sound } = scene;
    if (wanted && sound.paused) sound.play().catch(() => {});
    const step = Math.max(-STEP, Math.min(STEP, wanted - sound.volume));
    sound.volume = Math.max(0, Math.min(1, sound.volume + step));
    if (!wanted && !sound.volume) sound.pause();
  }

  trigger(cue, now, parts) {
    const due = startOf(cue, parts);
    if (cue.isDone || due === null || now < due) return;
    cue.isDone = true;
    if (!this.isOn || now - due > LATE_MS) return;
    cue.sound ??= new Audio(cue.soundUrl);
    cue.sound.currentTime = 0;
    cue.sound.volume = Math.min(1, (EFFECT * cue.volume) / 0.5);
    cue.sound.play().catch(() => {});
  }

  // What lies before `now` was heard, or passed over.
  seek(now, parts) {
    for (const cue of this.cues) {
      const due = startOf(cue, parts);
      cue.isDone = due !== null && due < now - LATE_MS;
    }
  }

  hush() {
    for (const one of [...this.scenes, ...this.cues]) one.sound?.pause();
  }

  toggle() {
    this.isOn = !this.isOn;
    if (!this.isOn) this.hush();
    return this.isOn;
  }
}

function startOf(cue, parts) {
  const spoken = parts.filter((part) => part.line === cue.line);
  if (!spoken.length) return null;
  const start = Math.min(...spoken.map((part) => part.startMs));
  const end = Math.max(...spoken.map((part) => part.endMs));
  const starts = {
    before: start - Math.min(cue.durationMs ?? 0, LONGEST_LEAD_MS),
    with: start,
    // Until the next line is spoken, more of this one may come.
    after: parts.some((part) => part.line > cue.line) ? end + AFTER_MS : Infinity,
  };
  return Math.max(0, starts[cue.trigger] + cue.offsetMs);
}
