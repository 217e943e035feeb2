// The element after one with data-until counts down to it, by the server's clock (data-now); then
// the text says that it is over (data-over).
const said = document.querySelector("[data-until]");
if (said) {
  const timer = said.nextElementSibling;
  const ahead = Date.parse(said.dataset.now) - Date.now();
  const tick = () => {
    const left = Math.ceil((Date.parse(said.dataset.until) - ahead - Date.now()) / 1000);
    if (left <= 0) {
      clearInterval(ticking);
      timer.hidden = true;
      said.textContent = said.dataset.over;
      return;
    }
    timer.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    timer.hidden = false;
  };
  const ticking = setInterval(tick, 1000);
  tick();
}
