// Too many wrote at once: sends what was written again after a pause that differs from page to page, and says so.
// Without scripts the button does the same.
const SHORTEST = 8; // seconds
const LONGEST = 25;

for (const line of document.querySelectorAll("[data-again]")) {
  const form = document.querySelector("main form");
  let left = SHORTEST + Math.floor(Math.random() * (LONGEST - SHORTEST));
  line.textContent = line.dataset.again.replace("%s", left);
  const clock = setInterval(() => {
    left -= 1;
    if (left > 0) return;
    clearInterval(clock);
    form.requestSubmit();
  }, 1000);
}
