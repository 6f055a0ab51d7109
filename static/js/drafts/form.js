// One form: notices every change, saves it within a second, keeps trying while the network or the server is away, and
// waits for the person when the login has run out. One save is under way at a time; what was typed meanwhile is saved
// after it.
import {read, write} from "./controls.js";
import {Line} from "./line.js";

const QUIET = 400, LONGEST = 900, TIMEOUT = 8000, RETRY = 2000;
const BASE = "/intern/utkast/";

export class DraftForm {
  constructor(form) {
    this.form = form;
    this.line = new Line(form.querySelector("[data-draft-line]"));
    this.owner = this.line.words.owner;
    this.writer = crypto.randomUUID();
    this.version = this.base = 0;
    this.isSaving = this.isStopped = this.isSending = false;
    form.autocomplete = "off";
    this.fresh = this.saved = JSON.stringify(read(form));
    for (const kind of ["input", "change"]) form.addEventListener(kind, () => this.changed());
    form.addEventListener("submit", (event) => this.submitted(event), true);
    for (const kind of ["focus", "online"]) window.addEventListener(kind, () => this.save());
    document.addEventListener("visibilitychange", () => this.save(document.visibilityState === "hidden"));
    window.addEventListener("pagehide", () => this.save(true));
    window.addEventListener("beforeunload", (event) => { if (this.line.since && this.isChanged && !this.isSending) event.preventDefault(); });
    this.resume();
  }

  get id() { return this.form.elements.draft_id.value; }

  get isChanged() { return JSON.stringify(read(this.form)) !== this.saved; }

  /** Read the draft named in the address, unless the form has come back from a post and holds newer words. */
  async resume() {
    const isBack = "back" in this.line.words;
    const wanted = isBack ? this.id : new URLSearchParams(location.search).get("utkast");
    if (!wanted) return;
    try {
      const response = await fetch(`${BASE}${encodeURIComponent(wanted)}/`, {redirect: "manual", cache: "no-store"});
      if (response.status === 404) { if (isBack) this.keepAnew(); else this.line.plain("gone"); return; }
      if (!response.ok) throw new Error(String(response.status));
      const draft = await response.json();
      if (draft.form !== this.form.dataset.draft) return;  // it belongs to another form of this page
      this.base = this.version = draft.version;
      if (isBack) { this.keepAnew(); return; }
      if (this.isChanged) return;  // somebody types already: those words go first
      this.form.elements.draft_id.value = wanted;
      write(this.form, draft.fields);
      this.form.dispatchEvent(new CustomEvent("draft:restored", {bubbles: true}));
      this.saved = JSON.stringify(read(this.form));
      this.line.resumed(draft.saved);
    } catch {
      this.line.unsaved("offline");
      if (!this.isChanged) setTimeout(() => this.resume(), RETRY);
    }
  }

  /** What came back from the server's refusal is kept at once, whether or not anything is typed. */
  keepAnew() {
    this.saved = "";
    this.changed();
  }

  changed() {
    if (this.isStopped) return;
    const now = performance.now();
    this.first ??= now;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { this.saving = this.save(); }, Math.min(QUIET, Math.max(0, this.first + LONGEST - now)));
  }

  later() {
    clearTimeout(this.retry);
    this.retry = setTimeout(() => { this.saving = this.save(); }, RETRY);
  }

  async save(isLast = false) {
    if (this.isStopped || this.isSending || (this.isSaving && !isLast) || !this.isChanged) return;
    clearTimeout(this.timer);
    clearTimeout(this.retry);
    this.first = undefined;
    const text = JSON.stringify(read(this.form));
    const version = ++this.version;
    this.isSaving = true;
    try {
      await this.heed(await this.send(text, version, isLast), text, version);
    } catch {
      if (!this.isSending) { this.line.unsaved("offline"); this.later(); }
    } finally {
      this.isSaving = false;
      if (!this.retryIsSet() && this.isChanged) this.changed();
    }
  }

  retryIsSet() { return this.line.since !== null; }

  send(text, version, isLast) {
    this.stopper = new AbortController();
    const limit = setTimeout(() => this.stopper.abort(), TIMEOUT);
    const title = document.querySelector("h1")?.textContent.trim() || document.title;
    const body = JSON.stringify({
      owner: this.owner, form: this.form.dataset.draft, writer: this.writer, base: this.base, version,
      empty: text === this.fresh, path: this.path(), title, fields: JSON.parse(text),
    });
    const headers = {"Content-Type": "application/json", "X-CSRFToken": this.form.elements.csrfmiddlewaretoken.value};
    const options = {method: "POST", body, headers, redirect: "manual", cache: "no-store", signal: this.stopper.signal};
    if (isLast && body.length < 60_000) options.keepalive = true;
    return fetch(`${BASE}${this.id}/lagre/`, options).finally(() => clearTimeout(limit));
  }

  /** Where the form is found again: its page, also when an answer to a post stands at another address. */
  path() {
    if (this.form.dataset.draftPath) return this.form.dataset.draftPath;
    const query = new URLSearchParams(location.search);
    for (const name of ["utkast", "lagret"]) query.delete(name);
    return location.pathname + (query.size ? `?${query}` : "");
  }

  async heed(response, text, version) {
    if (response.ok) { this.stored(text, version); return; }
    if (response.type === "opaqueredirect") { await this.signedOut(); return; }
    if (response.status === 409) { this.fork(); return; }
    if (response.status === 410) { this.stop((await response.json()).why === "PageGone" ? "gone" : "sent"); return; }
    if (response.status === 403) { await this.signedOut(); return; }
    this.line.unsaved(response.status === 413 ? "large" : "fault");
    this.later();
  }

  stored(text, version) {
    this.saved = text;
    this.base = version;
    this.line.saved();
    const query = new URLSearchParams(location.search);
    if (query.get("utkast") === this.id) return;
    query.set("utkast", this.id);
    query.delete("lagret");
    history.replaceState(null, "", `${this.form.dataset.draftPath || ""}?${query}`);
  }

  /** Another page writes on the same draft: from here on this one is a draft of its own. */
  fork() {
    this.form.elements.draft_id.value = crypto.randomUUID();
    this.base = this.version = 0;
    this.line.plain("elsewhere");
    this.changed();
  }

  stop(why) {
    this.isStopped = true;
    this.line.plain(why);
  }

  /** The login has run out, or its renewal made the token void: go on when the same person is here. */
  async signedOut() {
    if (await this.renew() !== "same") return;
    this.line.since = null;
    this.changed();
  }

  /** A form is sent once, and only by the person who wrote it; what is not saved cannot be lost on the way. */
  submitted(event) {
    if (this.isCleared) { this.isCleared = false; this.leave(); return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (this.isAsking) return;
    this.check(event.submitter);
  }

  leave() {
    this.isSending = true;
    setTimeout(() => { this.isSending = false; }, 15_000);  // the person stopped the page from loading
  }

  async check(submitter) {
    this.isAsking = true;
    try {
      if (!await this.isReady()) return;
    } catch {
      this.line.unsaved("offline");
      this.later();
      return;
    } finally {
      this.isAsking = false;
    }
    this.isCleared = true;
    if (submitter) this.form.requestSubmit(submitter); else this.form.requestSubmit();
  }

  /** Whether all words are on the server and its answer shows that the same person is signed in. */
  async isReady() {
    await this.saving;
    if (this.isStopped) return true;
    if (!this.isChanged) return await this.renew() === "same";
    await (this.saving = this.save());
    return !this.isChanged || this.isStopped;
  }

  /** Ask who is signed in, and take over a new token: "same", or why the form cannot be sent now. */
  async renew() {
    const response = await fetch(`${BASE}nokkel/`, {redirect: "manual", cache: "no-store", signal: AbortSignal.timeout(TIMEOUT)});
    const who = response.ok ? await response.json() : null;
    const isOut = response.type === "opaqueredirect" || response.status === 403;
    const state = who ? (who.owner === this.owner ? "same" : "other") : (isOut ? "out" : "fault");
    if (state === "same") for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = who.token;
    else { this.line.unsaved(state); this.later(); }
    return state;
  }
}
