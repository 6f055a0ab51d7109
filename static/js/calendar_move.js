// A session is carried to another time: by mouse onto one of the times that appear, or with «Flytt» and the arrow keys.
// The server says what is free and, in words, what is in the way of the rest; the move itself is an ordinary post.
const board = document.querySelector("[data-move-board]");
const line = document.querySelector("[data-move-line]");
const form = document.querySelector("[data-move-form]");
let carried = null;

function say(text) { line.textContent = text; }

/** Take up a session: its week's times are fetched and laid into the days. */
async function take(row) {
  if (carried) putBack();
  const mine = carried = {row, link: row.querySelector("[data-move]"), spots: []};
  row.classList.add("carried");
  say(line.dataset.wait);
  const response = await fetch(`${mine.link.href}tider/?uke=${board.dataset.week}`, {cache: "no-store"}).catch(() => null);
  if (carried !== mine) return;
  if (!response?.ok || response.redirected) { putBack(); say(line.dataset.fault); return; }
  const {targets} = await response.json();
  if (carried !== mine) return;
  for (const section of board.querySelectorAll("[data-day]")) {
    const list = document.createElement("ul");
    list.className = "drops";
    for (const target of targets.filter((each) => each.day === section.dataset.day)) list.append(spot(target));
    if (list.childElementCount) section.append(list);
  }
  mine.at = mine.spots.findIndex(({target}) => target.value.startsWith(row.dataset.start));
  if (mine.at < 0) mine.at = mine.spots.findIndex(({target}) => !target.why);
  show(Math.max(0, mine.at), line.dataset.help);
}

function spot(target) {
  const item = document.createElement("li");
  item.className = target.why ? "drop is-taken" : "drop";
  item.textContent = target.time;
  item.title = target.why;
  carried.spots.push({target, item});
  item.addEventListener("dragenter", () => show(carried.spots.findIndex((each) => each.item === item)));
  item.addEventListener("dragover", (event) => { if (!target.why) event.preventDefault(); });
  item.addEventListener("drop", (event) => { event.preventDefault(); put(target); });
  return item;
}

/** Point at one time, and say whether it is free. */
function show(at, before = "") {
  const here = carried?.spots[at];
  if (!here) return;
  for (const {item} of carried.spots) item.classList.remove("is-here");
  carried.at = at;
  here.item.classList.add("is-here");
  here.item.scrollIntoView({block: "nearest", inline: "nearest"});
  say(`${before} ${here.target.words}. ${here.target.why || line.dataset.free}`.trim());
}

function put(target) {
  if (target.why) { show(carried.at); return; }
  form.action = carried.link.href;
  form.elements.slot.value = target.value;
  say(line.dataset.wait);
  form.requestSubmit();
}

function putBack() {
  for (const list of board.querySelectorAll(".drops")) list.remove();
  carried?.row.classList.remove("carried");
  carried?.link.focus();
  carried = null;
  say("");
}

/** The same clock time of the nearest day that way which has one, or the nearest to it. */
function sideways(step) {
  const {target} = carried.spots[carried.at];
  const days = [...new Set(carried.spots.map((each) => each.target.day))];
  const day = days[days.indexOf(target.day) + step];
  const there = carried.spots.map((each, at) => ({at, ...each.target})).filter((each) => each.day === day);
  const same = there.find((each) => each.time >= target.time) || there.at(-1);
  return same ? same.at : carried.at;
}

const STEPS = {
  ArrowUp: () => show(Math.max(0, carried.at - 1)), ArrowDown: () => show(Math.min(carried.spots.length - 1, carried.at + 1)),
  ArrowLeft: () => show(sideways(-1)), ArrowRight: () => show(sideways(1)),
  Enter: () => put(carried.spots[carried.at].target), Escape: putBack, Tab: putBack,
};

document.addEventListener("keydown", (event) => {
  if (!carried || event.ctrlKey || event.metaKey || event.altKey || !STEPS[event.key]) return;
  if (event.key !== "Tab") event.preventDefault();
  if (event.key === "Escape" || event.key === "Tab" || carried.spots.length) STEPS[event.key]();
});

for (const row of board?.querySelectorAll("[data-start]") || []) {
  row.draggable = true;
  row.querySelector("[data-move]").addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    take(row);
  });
  row.addEventListener("dragstart", (event) => {
    event.dataTransfer.setData("text/plain", "");
    event.dataTransfer.effectAllowed = "move";
    take(row);
  });
  row.addEventListener("dragend", () => { if (carried && line.textContent !== line.dataset.wait) putBack(); });
}
