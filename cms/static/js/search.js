// The search field offers what fits what is typed. The arrows go through the suggestions, Escape
// closes them.
const field = document.getElementById("search-q");
const list = document.getElementById("suggestions");
const said = document.getElementById("suggestions-said");
let waiting, asking;
const show = (suggestions) => {
  list.innerHTML = suggestions;
  said.textContent = list.firstElementChild?.dataset.said ?? "";
};
field.addEventListener("input", () => {
  clearTimeout(waiting);
  // What comes late must not stand over what was typed since.
  asking?.abort();
  asking = new AbortController();
  const address = `${field.dataset.suggestions}?${new URLSearchParams({ q: field.value })}`;
  const ask = () => fetch(address, { signal: asking.signal }).then((answer) => (answer.ok ? answer.text() : "")).then(show, () => {});
  waiting = setTimeout(ask, 200);
});
field.form.addEventListener("keydown", (event) => {
  const stops = [field, ...list.querySelectorAll("a")];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (stops.length === 1 || event.isComposing) return;
  if (event.key === "Escape") {
    show("");
    field.focus();
    event.preventDefault();
  } else if (step) {
    stops.at((stops.indexOf(document.activeElement) + step) % stops.length).focus();
    event.preventDefault();
  }
});
