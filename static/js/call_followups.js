// The call-back queue: I = no answer, F = answered; for the row with the focus, otherwise the first.
import {isTyping} from "./call_keys.js";

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event.target)) return;
  const row = event.target.closest?.(".followup") || document.querySelector(".followup");
  const button = row?.querySelector(`[data-key="${CSS.escape(event.key.toUpperCase())}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});
