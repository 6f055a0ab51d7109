// The list and the calendar of courses: a choice or another month is shown without loading the whole page again. The
// address follows, the focus stays on what was pressed, and a reader is told how many there are. Without it: plain links.
const part = () => document.querySelector("[data-narrowed]")
const same = (link) => (link.rel ? `a[rel="${link.rel}"]` : `a[href="${CSS.escape(link.getAttribute("href"))}"]`)
const here = () => location.pathname + location.search
let latest = 0
let shown = here()

async function show(url, { push = false } = {}) {
  const turn = ++latest
  const answer = await fetch(url, { headers: { Accept: "text/html" } })
  const page = new DOMParser().parseFromString(await answer.text(), "text/html")
  const fresh = page.querySelector("[data-narrowed]")
  if (!answer.ok || !fresh) throw new Error("not such a page")
  if (turn !== latest) return false
  const told = part().querySelector("[data-kept]")
  const words = fresh.querySelector("[data-kept]")
  const children = [...fresh.children].map((child) => (child === words ? told : document.adoptNode(child)))
  const text = words.textContent
  if (push) history.pushState(null, "", url)
  shown = here()
  part().replaceChildren(...children)
  told.textContent = text
  document.title = page.title
  return true
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest?.('[data-narrowed] a[href^="?"]')
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
  event.preventDefault()
  const [url, again] = [link.href, same(link)]
  try {
    if (await show(url, { push: true })) part().querySelector(again)?.focus()
  } catch {
    location.assign(url)
  }
})

addEventListener("popstate", () => {
  if (here() !== shown) show(location.href).catch(() => location.reload())
})
