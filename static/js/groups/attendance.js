// The attendance list: one tap, one request. What could not be sent stays in the tab and is sent when the net is back.
// A cell goes round: present, absent, excused. The server has the last word on every cell (its version decides).
const list = document.querySelector("[data-attendance]");
const notice = document.querySelector("[data-unsaved]");
const present = document.querySelector("[data-present]");
const store = `attendance:${location.pathname}`;
const waiting = new Map(JSON.parse(sessionStorage.getItem(store) || "[]"));
let sending = false;

const form = (address) => list.querySelector(`form[action="${address}"]`);

function keep(problem = "") {
  sessionStorage.setItem(store, JSON.stringify([...waiting]));
  const text = waiting.size === 1 ? list.dataset.labelsOne : list.dataset.labelsMany;
  notice.textContent = problem || (waiting.size ? text : "");
  notice.hidden = !notice.textContent;
}

function show(address, cell) {
  const row = form(address)?.closest("li");
  if (!row || !cell.code) return;
  const button = row.querySelector(".mark");
  button.classList.remove("unsaved");
  button.setAttribute("aria-pressed", String(["present", "online", "trial"].includes(cell.code)));
  button.setAttribute("aria-label", `${button.dataset.name}: ${cell.label}. ${list.dataset.change}`);
  button.querySelector("[data-label]").textContent = cell.label;
  row.querySelector("[name=oppmote]").value = `${cell.following}:${cell.version}`;
  row.querySelector("[data-remark]").textContent = cell.remark;
  const used = row.querySelector("[data-used]");
  used.textContent = used.textContent.replace(/\d+/, cell.used);
  row.querySelectorAll(".pips rect").forEach((step, number) => {
    step.setAttribute("class", number < cell.used ? (cell.limit - cell.used <= 2 ? "late" : "on") : "");
  });
  present.textContent = cell.present;
}

async function send() {
  if (sending) return;
  sending = true;
  let problem = "";
  try {
    for (const [address, value] of [...waiting]) {
      const body = new FormData(form(address));
      body.set("oppmote", value);
      const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
      if (answer.status >= 500 || answer.redirected) throw new Error("later");
      const cell = await answer.json();
      if (waiting.get(address) === value) waiting.delete(address);
      problem = cell.problem || problem;
      show(address, cell);
    }
  } catch {
    setTimeout(send, 5000);
  } finally {
    sending = false;
    keep(problem);
  }
}

list?.addEventListener("submit", (event) => {
  const input = event.target.querySelector("[name=oppmote]");
  if (!input) return;
  event.preventDefault();
  waiting.set(event.target.getAttribute("action"), input.value);
  event.target.querySelector(".mark").classList.add("unsaved");
  send();
});
window.addEventListener("online", send);
if (list && waiting.size) {
  for (const address of [...waiting.keys()]) if (!form(address)) waiting.delete(address);
  keep();
  send();
}
