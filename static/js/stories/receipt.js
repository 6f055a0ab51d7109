// Copy and print for the receipt. Nothing is stored in the browser.
for (const tools of document.querySelectorAll("[data-receipt-tools]")) {
  tools.hidden = false;
  tools.querySelector("[data-print]").addEventListener("click", () => print());
  const copy = tools.querySelector("[data-copy]");
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(copy.dataset.copy).textContent.trim());
    copy.textContent = copy.dataset.done;
  });
}
