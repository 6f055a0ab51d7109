// A tab that stands open with a case asks now and then whether the case is still open for the person who is signed in,
// and at once when it is looked at again. When it is not, what stands on the screen is taken away.
const EVERY = 20_000;
const page = document.querySelector("[data-open-case]");

const ask = async () => {
  if (document.hidden) return;
  try {
    const answer = await fetch(page.dataset.openCase, { redirect: "manual", headers: { "X-Unattended": "1" } });
    if (answer.status === 404 || answer.type === "opaqueredirect") close();
  } catch {
    // without a network nothing is known, and nothing is taken away
  }
};

const close = () => {
  clearInterval(timer);
  const words = document.createElement("p");
  words.className = "ds-alert";
  words.dataset.color = "warning";
  words.setAttribute("role", "alert");
  words.textContent = page.dataset.closed;
  const way = document.createElement("p");
  const link = document.createElement("a");
  link.href = page.dataset.back;
  link.textContent = page.dataset.backText;
  way.append(link);
  document.title = page.dataset.closed;
  document.getElementById("innhold").replaceChildren(words, way);
};

const timer = setInterval(ask, EVERY);
document.addEventListener("visibilitychange", ask);
window.addEventListener("pageshow", (event) => event.persisted && ask());
