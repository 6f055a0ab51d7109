// Charts that the worker is still drawing come by themselves: the page is read again until none waits.
const PAUSE = 1500;
const MOST = 20;

async function refresh(round) {
  const waiting = document.querySelectorAll("figure[data-waiting]");
  if (!waiting.length || round > MOST) return;
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const old of waiting) {
    const drawn = fresh.querySelector(`[aria-labelledby="${old.getAttribute("aria-labelledby")}"]`);
    if (drawn && !drawn.hasAttribute("data-waiting") && !old.contains(document.activeElement)) old.replaceWith(drawn);
  }
  setTimeout(refresh, PAUSE, round + 1);
}

setTimeout(refresh, PAUSE, 1);
