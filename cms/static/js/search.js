// The arrows go through the suggestions below the search field, Escape closes them.
document.querySelector(".search").addEventListener("keydown", (event) => {
  const list = document.getElementById("suggestions");
  const field = document.getElementById("search-q");
  const stops = [field, ...list.querySelectorAll("a")];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (stops.length === 1 || event.isComposing) return;
  if (event.key === "Escape") {
    list.replaceChildren();
    field.focus();
    event.preventDefault();
  } else if (step) {
    stops.at((stops.indexOf(document.activeElement) + step) % stops.length).focus();
    event.preventDefault();
  }
});
