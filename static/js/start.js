// The start page is fetched anew each minute; focus and scrolling stay where they are.
const day = document.getElementById("dagen");
let shown = day.innerHTML.trim();
let focused = null;

day.addEventListener("htmx:beforeSwap", (event) => {
  const {xhr} = event.detail;
  if (new URL(xhr.responseURL).pathname !== "/intern/") {  // logged out meanwhile
    event.detail.shouldSwap = false;
    location.reload();
    return;
  }
  const fresh = xhr.responseText.trim();
  if (fresh === shown) { event.detail.shouldSwap = false; return; }
  shown = fresh;
  const active = document.activeElement;
  focused = day.contains(active) ? {href: active.getAttribute("href"), name: active.getAttribute("aria-label"), left: active.scrollLeft} : null;
});

day.addEventListener("htmx:afterSwap", () => {
  if (!focused) return;
  const kind = focused.href ? "a" : "[tabindex]";
  const same = [...day.querySelectorAll(kind)].find((each) => each.getAttribute("href") === focused.href && each.getAttribute("aria-label") === focused.name);
  same?.focus({preventScroll: true});
  if (same) same.scrollLeft = focused.left;
});
