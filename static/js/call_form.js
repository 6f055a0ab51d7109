// The call form: timer, type-ahead, shortcuts, one-key calls without a conversation, check of the note while typing.
// Without this script everything works as plain posts. Nothing is stored in the browser.
import {isTyping} from "./call_keys.js";
import {Search} from "./call_search.js";

const form = document.querySelector("[data-call-form]");
// The municipality: a field with the browser's suggestions becomes a type-ahead that forgives typos.
const municipality = form.elements.municipality;
if (municipality?.list) {
  const select = Object.assign(document.createElement("select"), {multiple: true, name: municipality.name, id: municipality.id});
  select.append(...[...municipality.list.options].map((each) => new Option(each.value, each.value)));
  if (municipality.value) select.append(new Option(municipality.value, municipality.value, true, true));
  Object.assign(select.dataset, {search: "municipality", most: "1"});
  municipality.replaceWith(select);
}

const searches = new Map([...form.querySelectorAll("select[data-search]")].map((select) => [select.name, new Search(select)]));
let isTouched = false;
form.addEventListener("input", () => { isTouched = true; });
form.addEventListener("change", () => { isTouched = true; });
form.addEventListener("draft:restored", () => searches.forEach((search) => search.reread()));

// --- the clock: seconds since the server opened the form -------------------------------------------------------------
const clock = document.querySelector("[data-timer]");
const stop = document.querySelector("[data-stop]");
const minutes = form.elements.duration_minutes;
const begun = performance.now() - Number(clock?.dataset.timer || 0) * 1000;
const seconds = () => Math.floor((performance.now() - begun) / 1000);

function tick() {
  const now = seconds();
  clock.textContent = `${Math.floor(now / 60)}:${String(now % 60).padStart(2, "0")}`;
}

function setMinutes(value) {
  minutes.value = value;
  minutes.dispatchEvent(new Event("input", {bubbles: true}));
  if (ticking) { clearInterval(ticking); ticking = null; }
}

let ticking = clock ? setInterval(tick, 1000) : null;
if (clock) {
  clock.hidden = stop.hidden = false;
  tick();
  stop.addEventListener("click", () => setMinutes(Math.max(1, Math.round(seconds() / 60))));
}
const chips = form.querySelector("[data-durations]");
chips.hidden = false;
chips.addEventListener("click", (event) => event.target.dataset.minutes && setMinutes(event.target.dataset.minutes));

// --- topics by number -------------------------------------------------------------------------------------------------
const mostUsed = form.querySelector("[data-most-used]");
mostUsed.hidden = false;
mostUsed.addEventListener("click", (event) => {
  const button = event.target.closest("[data-topic]");
  if (button) searches.get("topics").choose(button.dataset.topic);
});

// --- the note: warned of while typing, redacted by one key --------------------------------------------------------------
const note = form.elements.note;
const warning = form.querySelector("[data-note-warning]");
let checking;
let redacted = null;

async function check() {
  const text = note.value;
  const body = new FormData();
  body.set("note", text);
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  try {
    const response = await fetch(warning.dataset.check, {method: "POST", body});
    if (!response.ok || note.value !== text) return;
    const found = await response.json();
    redacted = found.words ? found.redacted : null;
    warning.querySelector("p").hidden = !found.words;
    warning.querySelector("[data-words]").textContent = found.words;
  } catch {
    // without a network the note is checked when it is saved
  }
}

function redact() {
  if (redacted === null) return;
  note.value = redacted;
  redacted = null;
  warning.querySelector("p").hidden = true;
  note.dispatchEvent(new Event("input", {bubbles: true}));
}

if (note && warning) {
  warning.querySelector("[data-redact]").hidden = false;
  warning.querySelector("[data-redact]").addEventListener("click", () => { redact(); note.focus(); });
  note.addEventListener("input", () => { clearTimeout(checking); checking = setTimeout(check, 400); });
  if (note.value) check();
}

// --- calls without a conversation: saved beside the form, which stays as it is --------------------------------------------
const noTalk = document.querySelector("[data-no-talk]");
const receipts = document.querySelector("[data-receipts]");

noTalk?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const body = new FormData(noTalk, event.submitter);
  body.set("draft_id", crypto.randomUUID());
  try {
    const response = await fetch(noTalk.action, {method: "POST", body, headers: {"X-In-Place": "1"}});
    if (!response.ok || response.redirected) throw new Error(String(response.status));
    receipts.innerHTML = await response.text();
    pass();
  } catch {
    noTalk.submit();
  }
});

function pass() {
  const receipt = receipts.querySelector("[data-passing]");
  if (receipt) setTimeout(() => receipt.remove(), 8000);
}
pass();

// --- keys ---------------------------------------------------------------------------------------------------------------
const shortcuts = document.getElementById("snarveier");
const link = form.querySelector("[data-shortcuts]");
link.hidden = false;
link.addEventListener("click", (event) => { event.preventDefault(); shortcuts.showModal(); });

function send(name) {
  form.requestSubmit(form.querySelector(name ? `button[name=${name}]` : "button[type=submit]:not([name])"));
}

function goTo(group) {
  if (group === "5") { minutes.focus(); return; }
  const place = form.querySelector(`[data-group="${group}"]`);
  const target = group === "4" ? searches.get("topics").input : place?.querySelector("input:checked") || place?.querySelector("input");
  target?.focus();
}

function withControl(event) {
  if (event.key === "Enter") { event.preventDefault(); send(event.shiftKey ? "neste" : ""); }
  if (event.key.toLowerCase() === "d" && note) { event.preventDefault(); redact(); }
}

function plain(event) {
  const key = event.key.toUpperCase();
  const onBody = event.target === document.body || event.target.id === "innhold";
  if (event.key === "?") { event.preventDefault(); shortcuts.showModal(); return; }
  if (event.key === " " && onBody && stop) { event.preventDefault(); stop.click(); return; }
  if (/^[1-9]$/.test(event.key)) { mostUsed.children[Number(event.key) - 1]?.click(); return; }
  if (key === "N" && !isTouched) { event.preventDefault(); location.assign("/intern/telefon/ny/"); return; }
  const button = [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].at(-1);
  if (!button) return;
  event.preventDefault();
  if (isTouched && noTalk?.contains(button) && button.type === "submit") button.focus();
  else button.click();
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || document.querySelector("dialog[open]")) return;
  if (event.ctrlKey || event.metaKey) { withControl(event); return; }
  if (event.altKey) {
    if (/^[1-5]$/.test(event.key)) { event.preventDefault(); goTo(event.key); }
    return;
  }
  if (event.key === "Enter" && event.target.matches("select, input:not([type=submit])") && form.contains(event.target)) {
    event.preventDefault();  // Enter never sends the call from a list or a field
    return;
  }
  if (!isTyping(event.target)) plain(event);
});

// --- what follows a call: opened beside it, and the call keeps only the code of what was done ----------------------------
form.addEventListener("click", (event) => {
  const done = event.target.closest("[data-done]")?.dataset.done;
  const box = done && form.querySelector(`[name=help_given][value="${done}"]`);
  if (box && !box.checked) { box.checked = true; box.dispatchEvent(new Event("change", {bubbles: true})); }
});
