// The request as code, kept in step with the form: the JSON in each snippet is replaced as fields change.

const form = document.querySelector("[data-order]");
const codes = [...document.querySelectorAll(".snippet code")];
const NUMBERS = new Set(["seed", "duration_s", "speed"]);
let shown = body(); // what the snippets hold now, as the server printed it

form.addEventListener("input", () => {
  const next = body();
  for (const code of codes) code.textContent = code.textContent.replace(written(shown, code), () => written(next, code));
  const [before, after] = [shown, next].map((values) => `speech.${values.response_format}`);
  for (const code of codes) code.textContent = code.textContent.replace(before, after);
  shown = next;
});

function body() {
  const values = {};
  for (const control of form.elements) {
    if (!control.name || control.name === "csrfmiddlewaretoken" || control.value === "") continue;
    values[control.name] = NUMBERS.has(control.name) ? Number(control.value) : control.value;
  }
  return values;
}

function written(values, code) {
  const text = JSON.stringify(values, null, 2);
  if (code.id === "snippet-curl") return text.replaceAll("'", "'\\''");
  return code.id === "snippet-node" ? text.replaceAll("\n", "\n  ") : text;
}
