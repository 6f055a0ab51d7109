// The helpline log's list: N opens the call form, a click on a filter shows the list at once.
import {isTyping} from "./call_keys.js";

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "n" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  event.preventDefault();
  document.querySelector("[data-key=N]")?.click();
});

document.querySelector(".filters")?.addEventListener("change", (event) => {
  if (event.target.matches("select")) event.target.form.requestSubmit();
});
