// The attendance list: one tap saves one cell. What could not be sent stays in the page's memory and is sent again;
// each message says what the cell shall be, so sending it twice does no harm. Without this script every tap is a form.
const waiting = new Map()
const note = document.querySelector("[data-unsaved]")
let timer = 0
let isSendingAll = false

function show(form, cell) {
  const button = form.querySelector("button")
  button.setAttribute("aria-pressed", String(cell.is_present))
  form.querySelector("[data-label]").textContent = cell.label
  form.elements.attendance.value = cell.next
  const present = document.querySelector("[data-present]")
  if (present) present.textContent = cell.present
}

function say() {
  note.hidden = waiting.size === 0
  note.textContent = note.hidden ? "" : note.dataset.text.replace("[n]", waiting.size)
  clearTimeout(timer)
  if (waiting.size > 0) timer = setTimeout(sendAll, 5000)
}

async function send(form, body) {
  const button = form.querySelector("button")
  button.classList.add("unsaved")
  waiting.set(form, body)
  try {
    const headers = { Accept: "application/json" }
    const answer = await fetch(form.action, { method: "POST", body, headers, redirect: "error" })
    if (answer.status >= 500) throw new Error("later")
    if (waiting.get(form) === body) waiting.delete(form)
    if (!answer.ok) return location.reload()
    button.classList.remove("unsaved")
    show(form, await answer.json())
  } catch {
    // stays in `waiting`
  }
  say()
}

// One after the other: each answer says how many are there, and the last to come shall be the last to be true.
async function sendAll() {
  if (isSendingAll) return
  isSendingAll = true
  for (const [form, body] of [...waiting]) await send(form, body)
  isSendingAll = false
}

for (const form of document.querySelectorAll("[data-cell]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault()
    send(form, new URLSearchParams(new FormData(form)))
  })
}
addEventListener("online", sendAll)
addEventListener("beforeunload", (event) => {
  if (waiting.size > 0) event.preventDefault()
})
