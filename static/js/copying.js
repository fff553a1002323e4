// Buttons with data-copies put the text of the element with that id into the clipboard, and say so.

const SAID_FOR_MS = 2000;

export function watchCopying(root) {
  for (const button of root.querySelectorAll("[data-copies]")) button.hidden = false;
  root.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copies]");
    if (!button) return;
    const source = document.getElementById(button.dataset.copies);
    const word = button.querySelector("span");
    word.textContent = (await copied(source)) ? "Copied" : "Press Ctrl+C";
    setTimeout(() => (word.textContent = "Copy"), SAID_FOR_MS);
  });
}

// The clipboard is there only on HTTPS and localhost; elsewhere the text is selected for the person to copy.
async function copied(source) {
  try {
    await navigator.clipboard.writeText(source.textContent);
    return true;
  } catch {
    getSelection().selectAllChildren(source);
    return false;
  }
}
