// Says how much room is left in words, since nobody thinks in characters. Without scripts a fixed line says the same.
const WORD = 6; // characters, with its space

for (const line of document.querySelectorAll("[data-counter]")) {
  const field = document.getElementById(line.dataset.counter);
  const most = Number(line.dataset.most);
  const number = new Intl.NumberFormat(document.documentElement.lang);
  const tell = () => {
    const left = most - field.value.length;
    const words = Math.max(1, Math.round(Math.abs(left) / WORD));
    const rounded = words > 100 ? Math.round(words / 50) * 50 : words;
    line.textContent = (left < 0 ? line.dataset.over : line.dataset.left).replace("%s", number.format(rounded));
  };
  field.addEventListener("input", tell);
  if (field.value) tell();
}
