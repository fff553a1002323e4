// The form of a new film: a file can be dropped anywhere on it; the field says which one was taken.

const form = document.querySelector("[data-film-form]");
const input = form?.querySelector("input[type=file]");
const label = form?.querySelector(".film-file label span");
const brief = form?.querySelector("textarea");

if (form) {
  const empty = [...label.childNodes];
  form.classList.add("lively");
  const show = () => {
    label.replaceChildren(...(input.files.length ? [`${input.files[0].name} (choose another)`] : empty));
    brief.required = !input.files.length;
  };
  input.addEventListener("change", show);
  for (const type of ["dragenter", "dragover"]) {
    form.addEventListener(type, (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      form.classList.add("over");
    });
  }
  for (const type of ["dragleave", "drop"]) form.addEventListener(type, () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    input.files = event.dataTransfer.files;
    show();
  });
  show();
}
