// The hold bar: counts down by the minute, speaks at 5, 2 and 1 minutes, says plainly when the hold has run out.
for (const bar of document.querySelectorAll("[data-hold]")) {
  const until = Date.parse(bar.dataset.hold);
  const [count, text, say] = ["count", "text", "say"].map((name) => bar.querySelector(`[data-hold-${name}]`));
  const progress = bar.querySelector("progress");
  let shown = null;
  const tick = () => {
    const left = Math.max(0, Math.ceil((until - Date.now()) / 60000));
    if (left === shown) return;
    const first = shown === null;
    shown = left;
    progress.value = left;
    if (count) count.textContent = left ? `${left} ${bar.dataset.holdLeft}` : "";
    if (!left) {
      text.textContent = bar.dataset.holdOver;
      say.textContent = bar.dataset.holdOver;
      clearInterval(timer);
    } else if (!first && [5, 2, 1].includes(left)) {
      say.textContent = `${left} ${bar.dataset.holdLeft}`;
    }
  };
  const timer = setInterval(tick, 1000);
  tick();
}
