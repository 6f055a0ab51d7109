// Turns a <select multiple> into a type-ahead with chips. The select stays the field that is sent, with its options in
// the order they were chosen, so drafts, posts and pages without scripts all speak of the same thing.

const LETTERS = {æ: "ae", ø: "o", å: "a", ö: "o", ä: "ae", é: "e", è: "e", ü: "u"};
const SHOWN = 7;

/** Letters as they are compared: no case, no accents, aa as å. */
export function folded(text) {
  return text.toLowerCase().replace(/[æøåöäéèü]/g, (letter) => LETTERS[letter]).replace(/aa/g, "a").trim();
}

/** Whether one letter is missing, added, changed or swapped between the two words. */
export function isNear(typed, word) {
  if (Math.abs(typed.length - word.length) > 1) return false;
  let i = 0;
  while (i < typed.length && typed[i] === word[i]) i += 1;
  const [a, b] = [typed.slice(i), word.slice(i)];
  return a.slice(1) === b || a === b.slice(1) || a.slice(1) === b.slice(1) || (a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2));
}

/** How well an answer fits what was typed: 0 is best, -1 is not at all. */
export function rank(typed, label, words, group = "") {
  if (label.startsWith(typed)) return 0;
  const parts = label.split(/[\s,/()-]+/);
  if (parts.some((part) => part.startsWith(typed))) return 1;
  if (words.some((word) => word === typed)) return 1;
  if (words.some((word) => word.startsWith(typed))) return 2;
  if (folded(group).startsWith(typed)) return 2;
  if (words.some((word) => word.split(" ").some((part) => part.startsWith(typed)))) return 3;
  if (typed.length >= 4 && (label.includes(typed) || words.some((word) => word.includes(typed)))) return 4;
  if (typed.length < 4) return -1;
  const beginnings = [...parts, ...words].map((word) => [typed.length - 1, typed.length, typed.length + 1].map((n) => word.slice(0, n)));
  return beginnings.some((each) => each.some((beginning) => isNear(typed, beginning))) ? 5 : -1;
}

/** The answers that may be meant, the likeliest first. */
export function search(entries, text) {
  const typed = folded(text);
  if (!typed) return [];
  return entries
    .map((entry, number) => ({entry, number, at: rank(typed, entry.folded, entry.words, entry.group)}))
    .filter((found) => found.at >= 0)
    .sort((a, b) => a.at - b.at || a.number - b.number)
    .slice(0, SHOWN)
    .map((found) => found.entry);
}

/** The entries of a select: its options with group and everyday words. */
export function entriesOf(select) {
  return [...select.options].map((option) => ({
    option,
    code: option.value,
    label: option.label,
    folded: folded(option.label),
    group: option.parentElement.label || "",
    words: (option.dataset.words || "").split("|").filter(Boolean).map(folded),
  }));
}

export class Search {
  constructor(select) {
    this.select = select;
    this.entries = entriesOf(select);
    this.most = Number(select.dataset.most) || Infinity;
    this.chosen = this.entries.filter((entry) => entry.option.selected).map((entry) => entry.code);
    this.build();
    this.draw();
  }

  build() {
    const label = document.querySelector(`label[for="${this.select.id}"]`);
    const id = this.select.id;
    this.select.id = `${id}_list`;
    this.select.hidden = true;
    this.select.required = false;
    this.box = document.createElement("div");
    this.box.className = "ta";
    this.chips = document.createElement("div");
    this.chips.className = "chips";
    this.input = Object.assign(document.createElement("input"), {id, type: "text", autocomplete: "off"});
    const about = {role: "combobox", "aria-expanded": "false", "aria-controls": `${id}_options`, "aria-autocomplete": "list"};
    for (const [name, value] of Object.entries(about)) this.input.setAttribute(name, value);
    this.list = Object.assign(document.createElement("ul"), {id: `${id}_options`, hidden: true});
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", label.firstChild.textContent.trim() || label.textContent.trim());
    this.chips.append(this.input);
    this.box.append(this.chips, this.list);
    this.select.after(this.box);
    this.input.addEventListener("input", () => this.suggest());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => this.press(event));
    this.box.addEventListener("click", (event) => event.target === this.chips && this.input.focus());
  }

  suggest() {
    this.found = search(this.entries.filter((entry) => !this.chosen.includes(entry.code)), this.input.value);
    this.at = 0;
    this.list.replaceChildren(...this.found.map((entry, number) => this.row(entry, number)));
    this.list.hidden = this.found.length === 0;
    this.input.setAttribute("aria-expanded", String(this.found.length > 0));
    this.mark();
  }

  row(entry, number) {
    const row = document.createElement("li");
    row.id = `${this.list.id}_${number}`;
    row.setAttribute("role", "option");
    const name = document.createElement("span");
    name.textContent = entry.label;
    const group = document.createElement("span");
    group.className = "soft xs";
    group.textContent = entry.group;
    row.append(name, group);
    return row;
  }

  mark() {
    [...this.list.children].forEach((row, number) => row.setAttribute("aria-selected", String(number === this.at)));
    if (this.found?.length) this.input.setAttribute("aria-activedescendant", `${this.list.id}_${this.at}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  key(event) {
    const open = !this.list.hidden;
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      if (open) this.choose(this.found[this.at].code);
    } else if (event.key === "ArrowDown" && open) {
      event.preventDefault();
      this.at = (this.at + 1) % this.found.length;
      this.mark();
    } else if (event.key === "ArrowUp" && open) {
      event.preventDefault();
      this.at = (this.at + this.found.length - 1) % this.found.length;
      this.mark();
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      this.close();
    } else if (event.key === "Backspace" && this.input.value === "" && this.chosen.length) {
      this.remove(this.chosen.at(-1));
    }
  }

  press(event) {
    const row = event.target.closest("[role=option]");
    if (!row) return;
    event.preventDefault();
    this.choose(this.found[[...this.list.children].indexOf(row)].code);
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  /** Add an answer; at the limit nothing is added. */
  choose(code) {
    if (this.most === 1) this.chosen = [];
    if (!this.chosen.includes(code) && this.chosen.length < this.most) this.chosen.push(code);
    this.input.value = "";
    this.close();
    this.changed();
  }

  remove(code) {
    this.chosen = this.chosen.filter((each) => each !== code);
    this.changed();
  }

  changed() {
    this.draw();
    this.select.dispatchEvent(new Event("change", {bubbles: true}));
  }

  /** Chips, and the select's options in the same order: what is sent has the main answer first. */
  draw() {
    this.entries.forEach((entry) => { entry.option.selected = this.chosen.includes(entry.code); });
    const chosen = this.chosen.map((code) => this.entries.find((entry) => entry.code === code)).filter(Boolean);
    chosen.slice().reverse().forEach((entry) => this.select.prepend(entry.option));
    this.chips.querySelectorAll(".chip").forEach((chip) => chip.remove());
    chosen.forEach((entry, number) => this.input.before(this.chip(entry, number)));
  }

  chip(entry, number) {
    const isMain = number === 0 && this.most > 1 && this.most !== Infinity;
    const chip = document.createElement("button");
    chip.type = "button";
    chip.className = isMain ? "chip chip-1" : "chip";
    chip.textContent = `${entry.label} ×`;
    chip.setAttribute("aria-label", `${entry.label}, ${this.select.dataset.remove || "fjern"}`);
    chip.addEventListener("click", () => { this.remove(entry.code); this.input.focus(); });
    return chip;
  }

  /** Take over what a draft has put into the select. */
  reread() {
    this.chosen = [...this.select.selectedOptions].map((option) => option.value);
    this.draw();
  }
}
