// Every form with data-draft is kept on the server while it is written. Nothing is stored in the browser.
import {DraftForm} from "./drafts/form.js";

// When all scripts of the page have had their turn: what they set up is not what somebody has typed.
document.addEventListener("DOMContentLoaded", () => {
  for (const form of document.querySelectorAll("form[data-draft]")) {
    if (form.querySelector("[data-draft-line]")) new DraftForm(form);
  }
});
// A page that comes back from the browser's own memory is read anew: it may be another person's turn, or be sent already.
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
