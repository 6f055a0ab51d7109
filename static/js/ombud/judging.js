// Words that judge get a soft line under them in the field itself: a layer of the same size and type lies over it, with
// invisible letters and no part in clicks, focus or reading aloud. The line below the field says the same in words, and
// is what a screen reader hears. Nothing is changed and nothing is stopped.
const WORD = /\p{L}+/gu;
const SAME = ["fontFamily", "fontSize", "fontWeight", "fontStyle", "lineHeight", "letterSpacing", "wordSpacing",
  "textIndent", "textAlign", "tabSize", "paddingTop", "paddingRight", "paddingBottom", "paddingLeft"];

const mark = (word) => {
  const line = document.createElement("span");
  line.className = "judging";
  line.textContent = word;
  return line;
};

const layerOver = (field) => {
  const frame = document.createElement("div");
  const layer = document.createElement("div");
  frame.className = "judged";
  layer.className = "judged-layer";
  layer.setAttribute("aria-hidden", "true");
  field.replaceWith(frame);
  frame.append(field, layer);
  return layer;
};

const lie = (layer, field) => {
  const style = getComputedStyle(field);
  for (const name of SAME) layer.style[name] = style[name];
  layer.style.left = `${field.offsetLeft + field.clientLeft}px`;
  layer.style.top = `${field.offsetTop + field.clientTop}px`;
  layer.style.width = `${field.clientWidth}px`;
  layer.style.height = `${field.clientHeight}px`;
  layer.scrollTop = field.scrollTop;
};

const parts = (text, known) => {
  const found = [];
  let end = 0;
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if (!known.has(word.toLowerCase())) continue;
    found.push(text.slice(end, index), mark(word));
    end = index + word.length;
  }
  return [...found, `${text.slice(end)}\n`];
};

for (const line of document.querySelectorAll("[data-judging]")) {
  const field = document.getElementById(line.dataset.for);
  const known = new Set(line.dataset.judging.split(" "));
  const layer = layerOver(field);
  const place = () => lie(layer, field);
  const look = () => {
    layer.replaceChildren(...parts(field.value, known));
    const words = new Set([...layer.querySelectorAll(".judging")].map((each) => each.textContent.toLowerCase()));
    line.textContent = words.size ? `${line.dataset.text} ${[...words].join(", ")}` : "";
    place();
  };
  field.addEventListener("input", look);
  field.addEventListener("scroll", () => { layer.scrollTop = field.scrollTop; });
  new ResizeObserver(place).observe(field);
  look();
}
