// Where shortcuts are silent: in every field that takes letters.

const TEXT_INPUTS = new Set(["text", "search", "email", "tel", "url", "number", "date", "time", "datetime-local", "password"]);

/** Whether keys typed there belong to the field. A list of choices takes letters as well, to find an answer. */
export function isTyping(target) {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.tagName === "TEXTAREA" || target.tagName === "SELECT") return true;
  return target.tagName === "INPUT" && TEXT_INPUTS.has(target.type);
}
