// The element after one with data-until counts down to it, by the server's clock (data-now); then
// the text says that it is over (data-over).
const said = document.querySelector("[data-until]");
if (said) {
  const timer = said.nextElementSibling;
  const ahead = Date.parse(said.dataset.now) - Date.now();
  const twoDigits = (number) => String(number).padStart(2, "0");
  const inWords = (number, unit) =>
    new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit, unitDisplay: "long" }).format(number);
  const words = (left) => {
    const hours = Math.floor(left / 3600);
    // Of days nobody counts the seconds.
    if (hours >= 24) return `${inWords(Math.floor(hours / 24), "day")} ${inWords(hours % 24, "hour")}`;
    const clock = `${twoDigits(Math.floor(left / 60) % 60)}:${twoDigits(left % 60)}`;
    return hours ? `${hours}:${clock}` : clock.replace(/^0/, "");
  };
  const tick = () => {
    const left = Math.ceil((Date.parse(said.dataset.until) - ahead - Date.now()) / 1000);
    if (left <= 0) {
      clearInterval(ticking);
      timer.hidden = true;
      said.textContent = said.dataset.over;
      return;
    }
    timer.textContent = words(left);
    timer.hidden = false;
  };
  const ticking = setInterval(tick, 1000);
  tick();
}
