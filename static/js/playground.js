// The order's request as code, in step with the form.

import { keepInStep } from "./snippets.js";

const form = document.querySelector("[data-order]");
const NUMBERS = new Set(["seed", "duration_s", "speed"]);

keepInStep(form, body, (values) => [`speech.${values.response_format}`]);

function body() {
  const values = {};
  for (const control of form.elements) {
    if (!control.name || control.name === "csrfmiddlewaretoken" || control.value === "") continue;
    values[control.name] = NUMBERS.has(control.name) ? Number(control.value) : control.value;
  }
  return values;
}
