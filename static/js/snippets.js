// A request as code, kept in step with a form: the JSON in each snippet is replaced as fields change.

const codes = [...document.querySelectorAll(".snippet code")];

/** `body` gives what the form would send; at first it is what the server printed. `also` names what else is replaced. */
export function keepInStep(form, body, also = () => []) {
  let shown = body();
  const update = () => {
    const next = body();
    const others = also(shown).map((text, index) => [text, also(next)[index]]);
    for (const code of codes) {
      let text = code.textContent.replace(written(shown, code), () => written(next, code));
      for (const [before, after] of others) text = text.replace(before, after);
      code.textContent = text;
    }
    shown = next;
  };
  for (const type of ["input", "change"]) form.addEventListener(type, update);
  return update;
}

function written(values, code) {
  const text = JSON.stringify(values, null, 2);
  if (code.id === "snippet-curl") return text.replaceAll("'", "'\\''");
  if (code.id === "snippet-python") return text.replaceAll("'''", "\\u0027\\u0027\\u0027");
  return text.replaceAll("\n", "\n  ");
}
