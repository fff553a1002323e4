// A page that waits for something short: reads itself again until the server says it is over, then loads it whole.

const EVERY_MS = 1500;

const timer = setInterval(async () => {
  const answer = await fetch(location.href).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-reread]");
  if (fresh) {
    document.querySelector("[data-reread]").replaceWith(fresh);
  } else {
    clearInterval(timer);
    location.reload();
  }
}, EVERY_MS);
