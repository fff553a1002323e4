// Files that are dropped anywhere on `zone`. One that misses it would replace the page.
export function watchDrops(zone, take) {
  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
  for (const type of ["dragenter", "dragover"]) {
    zone.addEventListener(type, (event) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      zone.classList.add("over");
    });
  }
  for (const type of ["dragleave", "drop"]) zone.addEventListener(type, () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    take([...event.dataTransfer.files]);
  });
  for (const type of ["dragover", "drop"]) addEventListener(type, (event) => carriesFiles(event) && event.preventDefault());
}
