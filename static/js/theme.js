// The appearance switch: as the system, light, dark. Kept in a cookie, so that the server draws the first paint right.

const ORDER = ["", "light", "dark"];
const NAMES = { "": "As the system", light: "Light", dark: "Dark" };
const YEAR_S = 365 * 24 * 3600;

export function watchTheme(root) {
  for (const button of root.querySelectorAll("[data-theme-switch]")) {
    button.hidden = false;
    button.addEventListener("click", () => choose(ORDER[(ORDER.indexOf(chosen()) + 1) % ORDER.length]));
  }
  name();
}

function chosen() {
  return document.documentElement.dataset.theme ?? "";
}

function choose(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  document.cookie = `theme=${theme}; path=/; max-age=${theme ? YEAR_S : 0}; samesite=lax`;
  name();
}

function name() {
  for (const label of document.querySelectorAll("[data-theme-name]")) {
    label.textContent = `Appearance: ${NAMES[chosen()].toLowerCase()}`;
  }
}
