// What stands in a form, as pairs of name and value, and back again.
const LEFT_OUT = new Set(["csrfmiddlewaretoken", "draft_id", "draft_finish"]);

/** Every control's value: incomplete and invalid included, files, passwords and tokens not. */
export function read(form) {
  const pairs = [];
  for (const control of form.elements) {
    const {name, type} = control;
    if (!name || LEFT_OUT.has(name) || control.closest("[data-draft-skip]")) continue;
    if (["submit", "button", "reset", "image", "file", "password"].includes(type) || control.tagName === "FIELDSET") continue;
    if (type === "checkbox" || type === "radio") { if (control.checked) pairs.push([name, control.value]); }
    else if (type === "select-multiple") for (const option of control.selectedOptions) pairs.push([name, option.value]);
    else pairs.push([name, control.value]);
  }
  return pairs;
}

/** Put the pairs into the form; controls that are not among them are emptied. */
export function write(form, pairs) {
  const values = new Map();
  for (const [name, value] of pairs) values.set(name, [...(values.get(name) || []), value]);
  const used = new Map();
  for (const control of form.elements) {
    const {name, type} = control;
    if (!name || LEFT_OUT.has(name) || control.tagName === "FIELDSET") continue;
    const wanted = values.get(name) || [];
    if (type === "checkbox" || type === "radio") control.checked = wanted.includes(control.value);
    else if (type === "select-multiple") choose(control, wanted);
    else if (!["submit", "button", "reset", "image", "file", "password"].includes(type)) {
      const number = used.get(name) || 0;
      used.set(name, number + 1);
      if (number < wanted.length) control.value = wanted[number];
    }
    control.closest("details")?.toggleAttribute("open", control.closest("details").open || wanted.some(Boolean));
  }
}

function choose(select, wanted) {
  for (const option of select.options) option.selected = wanted.includes(option.value);
  if (!("search" in select.dataset)) return;
  for (const value of wanted.slice().reverse()) {
    const option = [...select.options].find((each) => each.value === value);
    if (option) select.prepend(option);
  }
}
