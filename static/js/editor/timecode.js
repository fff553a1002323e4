// Frames as an editor reads them, hours:minutes:seconds:frames, and back.

const two = (number) => String(number).padStart(2, "0");

// Counted at the nominal rate (30 for 29.97), without dropping numbers: a timecode names a frame, not a time of day.
export function timecode(frame, rate) {
  const nominal = Math.round(rate) || 1;
  const sign = frame < 0 ? "-" : "";
  const whole = Math.abs(frame);
  const seconds = Math.floor(whole / nominal);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60, whole % nominal];
  return sign + parts.map(two).join(":");
}

// The frame that "1:02:03", "00:00:01:02:03", "12.5" (seconds) or "300f" names; null for what is none of them.
export function frameOf(text, rate) {
  const words = text.trim();
  if (/^\d+f$/i.test(words)) return parseInt(words, 10);
  if (/^\d+([.,]\d+)?$/.test(words)) return Math.round(Number(words.replace(",", ".")) * rate);
  if (!/^\d+([:;]\d+){1,3}$/.test(words)) return null;
  const parts = words.split(/[:;]/).map(Number);
  while (parts.length < 4) parts.unshift(0);
  const [hours, minutes, seconds, frames] = parts;
  return ((hours * 60 + minutes) * 60 + seconds) * Math.round(rate) + frames;
}

export function duration(frames, rate) {
  const seconds = frames / rate;
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  return `${Math.floor(seconds / 60)}:${two(Math.floor(seconds % 60))}`;
}
