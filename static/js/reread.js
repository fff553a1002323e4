// A page that waits for something: reads itself again until the server says it is over, then loads it whole.
// `data-reread` holds the milliseconds between two readings. Nobody reads a page in a hidden tab.

const waiting = () => document.querySelector("[data-reread]");

const timer = setInterval(async () => {
  if (document.hidden) return;
  const answer = await fetch(location.href).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-reread]");
  if (!fresh) {
    clearInterval(timer);
    location.reload();
  } else if (!waiting().contains(document.activeElement)) {
    waiting().replaceWith(fresh); // not under the fingers of whoever is on one of its links
  }
}, Number(waiting().dataset.reread));
