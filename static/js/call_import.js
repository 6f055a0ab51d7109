// The import page: shows that the file is being read.

const form = document.querySelector("[data-upload]");
form?.addEventListener("submit", () => {
  form.querySelector("[data-progress]").hidden = false;
});
