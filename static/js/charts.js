// Charts: the arrow keys and the pointer read a column's value; the browser's time zone is remembered for the pages.

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const known = document.cookie.split("; ").find((pair) => pair.startsWith("zone="))?.slice(5);
if (zone && known !== zone) {
  document.cookie = `zone=${zone}; path=/dashboard; max-age=31536000; samesite=lax`;
  const wasChosen = new URLSearchParams(location.search).has("zone");
  const select = document.querySelector("[data-chart-range] select[name=zone]");
  const stuck = document.cookie.includes("zone=") === false; // no cookies: the organization's zone stays
  if (!wasChosen && !stuck && select && select.value !== zone) location.reload();
}

for (const figure of document.querySelectorAll("[data-chart]")) {
  const svg = figure.querySelector("svg");
  const says = figure.querySelector("output");
  const bars = [...svg.querySelectorAll("rect")];
  const resting = says.textContent;
  let at = -1;
  const read = (index) => {
    bars[at]?.classList.remove("read");
    at = index;
    bars[at]?.classList.add("read");
    says.textContent = bars[at]?.dataset.says ?? resting;
  };
  svg.addEventListener("keydown", (event) => {
    const steps = { ArrowRight: at + 1, ArrowLeft: at < 0 ? bars.length - 1 : at - 1, Home: 0, End: bars.length - 1 };
    if (event.key === "Escape") return read(-1);
    if (!(event.key in steps)) return;
    event.preventDefault();
    read(Math.min(bars.length - 1, Math.max(0, steps[event.key])));
  });
  svg.addEventListener("pointermove", (event) => {
    const box = svg.getBoundingClientRect();
    const index = Math.floor((bars.length * (event.clientX - box.left)) / box.width);
    read(Math.min(bars.length - 1, Math.max(0, index)));
  });
  svg.addEventListener("pointerleave", () => read(-1));
  svg.addEventListener("blur", () => read(-1));
}
