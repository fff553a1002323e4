// The grade on what plays: until a graded segment's own clip is rendered, its pictures go through the export's own table
// of colours, on a canvas over the videos.

import { part } from "./make.js";
import * as player from "./player.js";
import { clipAt, on } from "./store.js";

const SIZE = 33;
const NAMES = ["brightness", "contrast", "saturation", "temperature", "gamma", "hue_shift"];
const VERTEX = `#version 300 es
out vec2 at;
void main() {
  at = vec2(gl_VertexID << 1 & 2, gl_VertexID & 2);
  gl_Position = vec4(at * 2.0 - 1.0, 0.0, 1.0);
}`;
const FRAGMENT = `#version 300 es
precision highp float;
precision highp sampler3D;
uniform sampler2D picture;
uniform sampler3D table;
in vec2 at;
out vec4 shown;
void main() {
  vec3 place = (texture(picture, at).rgb * ${SIZE - 1}.0 + 0.5) / ${SIZE}.0;
  shown = vec4(texture(table, place).rgb, 1.0);
}`;

const canvas = part("look");
const tables = new Map(); // the six numbers -> the table's bytes, null while they are fetched
let gl = null;
let isUnable = false; // no WebGL here, or videos of another origin
let loaded = ""; // whose table the graphics memory holds

export const isAble = () => !isUnable;

export function setUp() {
  on("playing", (isPlaying) => (isPlaying ? requestAnimationFrame(draw) : hide()));
  on("seeking", () => player.isPlaying || hide());
}

function hide() {
  canvas.hidden = true;
}

function draw() {
  if (!player.isPlaying || isUnable) return hide();
  requestAnimationFrame(draw);
  const clip = clipAt(player.at);
  const video = player.current();
  if (!clip?.grade || !player.sourceOf(clip).isPlain) return hide();
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || video.seeking) return;
  const key = new URLSearchParams(NAMES.map((name) => [name, clip.grade[name] ?? 0])).toString();
  const table = tableFor(key);
  if (!table) return;
  try {
    lay(video, key, table);
    canvas.hidden = false;
  } catch {
    isUnable = true;
    hide();
  }
}

function tableFor(key) {
  if (!tables.has(key)) {
    tables.set(key, null);
    fetch(`${canvas.dataset.look}?${key}`)
      .then((answer) => (answer.ok ? answer.arrayBuffer() : Promise.reject(new Error(answer.statusText))))
      .then((bytes) => tables.set(key, new Uint8Array(bytes)))
      .catch(() => (isUnable = true));
  }
  return tables.get(key);
}

function lay(video, key, table) {
  gl ??= prepared();
  const { videoWidth: width, videoHeight: height } = video;
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  gl.viewport(0, 0, width, height);
  if (loaded !== key) {
    gl.activeTexture(gl.TEXTURE1);
    gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false);
    gl.texImage3D(gl.TEXTURE_3D, 0, gl.RGB8, SIZE, SIZE, SIZE, 0, gl.RGB, gl.UNSIGNED_BYTE, table);
    loaded = key;
  }
  gl.activeTexture(gl.TEXTURE0);
  gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, true);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGB, gl.RGB, gl.UNSIGNED_BYTE, video);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
}

function prepared() {
  const context = canvas.getContext("webgl2", { alpha: false, antialias: false });
  if (!context) throw new Error("There is no WebGL here.");
  const program = context.createProgram();
  for (const [type, source] of [[context.VERTEX_SHADER, VERTEX], [context.FRAGMENT_SHADER, FRAGMENT]]) {
    const shader = context.createShader(type);
    context.shaderSource(shader, source);
    context.compileShader(shader);
    context.attachShader(program, shader);
  }
  context.linkProgram(program);
  if (!context.getProgramParameter(program, context.LINK_STATUS)) throw new Error(context.getProgramInfoLog(program));
  context.useProgram(program);
  context.pixelStorei(context.UNPACK_ALIGNMENT, 1);
  [["picture", context.TEXTURE_2D], ["table", context.TEXTURE_3D]].forEach(([name, kind], unit) => {
    context.activeTexture(context.TEXTURE0 + unit);
    context.bindTexture(kind, context.createTexture());
    for (const filter of [context.TEXTURE_MIN_FILTER, context.TEXTURE_MAG_FILTER]) context.texParameteri(kind, filter, context.LINEAR);
    for (const wrap of [context.TEXTURE_WRAP_S, context.TEXTURE_WRAP_T, context.TEXTURE_WRAP_R]) {
      if (kind === context.TEXTURE_3D || wrap !== context.TEXTURE_WRAP_R) context.texParameteri(kind, wrap, context.CLAMP_TO_EDGE);
    }
    context.uniform1i(context.getUniformLocation(program, name), unit);
  });
  return context;
}
