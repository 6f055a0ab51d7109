// Words that judge are named under the text, underlined; nothing is changed and nothing is stopped.
const WORD = /[\p{L}]+/gu;

for (const line of document.querySelectorAll("[data-judging]")) {
  const field = document.getElementById(line.dataset.for);
  const known = new Set(line.dataset.judging.split(" "));
  const look = () => {
    const found = [...new Set((field.value.toLowerCase().match(WORD) ?? []).filter((word) => known.has(word)))];
    line.hidden = found.length === 0;
    line.replaceChildren(line.dataset.text, " ", ...found.flatMap((word) => {
      const mark = document.createElement("span");
      mark.className = "judging";
      mark.textContent = word;
      return [mark, " "];
    }));
  };
  field.addEventListener("input", look);
  look();
}
