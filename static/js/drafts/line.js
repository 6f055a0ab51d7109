// The line that always says the truth: saved when, or not saved since when and why.
const two = (number) => String(number).padStart(2, "0");
const clock = (at, withSeconds) => [at.getHours(), at.getMinutes(), ...(withSeconds ? [at.getSeconds()] : [])].map(two).join(":");

export class Line {
  constructor(element) {
    this.element = element;
    this.words = element.dataset;
    this.since = null;
  }

  saved() {
    this.since = null;
    this.show(`${this.words.saved} ${clock(new Date(), true)}`, true);
  }

  resumed(when) { this.show(`${this.words.resumed} ${when}`, true); }

  plain(name) { this.show(this.words[name], name === "elsewhere"); }

  /** Not saved: offline, fault, large (each with the time since), out (with a link to log in) or other. */
  unsaved(why) {
    this.since ||= new Date();
    const time = ["offline", "fault", "large"].includes(why) ? ` ${clock(this.since, false)}` : "";
    const link = why === "out" || why === "other" ? this.link() : "";
    this.show(`${this.words[why]}${time}${time ? ", " : " "}${this.words.here}`, false, link);
  }

  link() {
    const link = document.createElement("a");
    link.href = "/konto/login/?next=/intern/utkast/innlogget/";
    link.target = "_blank";
    link.textContent = this.words.login;
    return link;
  }

  show(text, isGood, link = "") {
    this.element.classList.toggle("save-off", !isGood);
    const shown = `${text}${link ? "!" : ""}`;
    if (this.shown === shown) return;  // the same words again would only disturb
    this.shown = shown;
    this.element.setAttribute("aria-live", text.startsWith(this.words.saved) ? "off" : "polite");
    this.element.replaceChildren(text, ...(link ? [" ", link] : []));
  }
}
