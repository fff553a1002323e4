// Messages leave by themselves, unless the pointer or the keyboard is on them. Errors stay until dismissed.

const SHOWN_FOR_MS = 6000;

export function watchToasts(root) {
  for (const toast of root.querySelectorAll(".toast")) {
    const button = toast.querySelector("[data-dismiss]");
    button.hidden = false;
    button.addEventListener("click", () => toast.remove());
    if (!toast.dataset.stays) setTimeout(() => leave(toast), SHOWN_FOR_MS);
  }
}

function leave(toast) {
  if (toast.matches(":hover, :focus-within")) setTimeout(() => leave(toast), SHOWN_FOR_MS);
  else toast.remove();
}
