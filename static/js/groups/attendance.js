// The attendance list: one tap, one request. What could not be sent stays in the page's memory and is sent when the net
// is back; whoever finishes the list finishes it when everything is there. What the server had to say about a mark
// stays until the next tap.
// A cell goes round: present (or on trial), absent, excused. The server has the last word on every cell (its version decides).
const list = document.querySelector("[data-attendance]");
const notice = document.querySelector("[data-unsaved]");
const present = document.querySelector("[data-present]");
const waiting = new Map();
const names = new Map(list?.dataset.names.split("|").map((each) => each.split(":")));
let sending = false;
let problem = "";
let finish = null;

const form = (address) => list.querySelector(`form[action="${address}"]`);

function keep() {
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
  if (!waiting.size) present.textContent = cell.present;
}

// What the tap says, at once; the server's answer comes on top of it.
function tap(address, button, input) {
  const [code, version] = input.value.split(":");
  const cycle = button.dataset.cycle.split(" ");
  const place = cycle.indexOf(code);
  const was = button.getAttribute("aria-pressed") === "true";
  button.setAttribute("aria-pressed", String(place === 0));
  button.setAttribute("aria-label", `${button.dataset.name}: ${names.get(code)}. ${list.dataset.change}`);
  button.querySelector("[data-label]").textContent = names.get(code);
  button.classList.add("unsaved");
  present.textContent = Number(present.textContent) + (place === 0) - was;
  input.value = `${cycle[(place + 1) % cycle.length]}:${version}`;
  waiting.set(address, `${code}:${version}`);
  problem = "";
  keep();
}

async function send() {
  if (sending) return;
  sending = true;
  try {
    while (waiting.size) {
      const [address, value] = waiting.entries().next().value;
      const body = new FormData(form(address));
      body.set("oppmote", value);
      const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
      if (answer.status >= 500 || answer.redirected) throw new Error("later");
      const cell = await answer.json();
      problem = cell.problem || problem;
      if (waiting.get(address) === value) {
        waiting.delete(address);
        show(address, cell);
      } else {
        waiting.set(address, `${waiting.get(address).split(":")[0]}:${cell.version}`);
      }
    }
  } catch {
    setTimeout(send, 5000);
  } finally {
    sending = false;
    keep();
  }
  if (finish && !waiting.size) {
    const [whole, button] = finish;
    finish = null;
    whole.requestSubmit(button);
  }
}

list?.addEventListener("submit", (event) => {
  const input = event.target.querySelector("[name=oppmote]");
  if (!input) return;
  event.preventDefault();
  tap(event.target.getAttribute("action"), event.target.querySelector(".mark"), input);
  send();
});
const waits = (event) => {
  if (!waiting.size || list.contains(event.target)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  finish = [event.target, event.submitter];
  send();
};
if (list) document.addEventListener("submit", waits, true);
window.addEventListener("online", send);
window.addEventListener("beforeunload", (event) => {
  if (waiting.size) event.preventDefault();
});
