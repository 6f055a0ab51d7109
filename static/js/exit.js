// Quick exit. Shift three times within two seconds, or the link: the page is replaced, so "back" does not return here.
const link = document.querySelector("[data-exit]");
let pressed = [];

const leave = () => {
  document.documentElement.hidden = true;
  location.replace(link.href);
};

if (link) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    leave();
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "Shift") {
      pressed = [];
      return;
    }
    if (event.repeat) return;
    pressed = [...pressed.filter((time) => event.timeStamp - time < 2000), event.timeStamp];
    if (pressed.length >= 3) leave();
  });
}
