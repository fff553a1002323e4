// A list with data-examples: each of its items becomes a button that adds its words to the field of that id.

for (const list of document.querySelectorAll("[data-examples]")) {
  const field = document.getElementById(list.dataset.examples);
  if (!field) continue;
  for (const item of list.children) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = item.textContent;
    button.addEventListener("click", () => {
      const before = field.value.trim();
      field.value = before ? `${before.replace(/[.;]$/, "")}. ${button.textContent}` : button.textContent;
      field.focus();
    });
    item.replaceChildren(button);
  }
}
