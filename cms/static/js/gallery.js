// Leafing through the pictures of a product: the numbers below move only the pictures and not the
// page, and say which one is seen.
const gallery = document.getElementById("gallery");
const marks = [...document.querySelectorAll(".gallery__marks a")];
const still = matchMedia("(prefers-reduced-motion: reduce)");
const seen = () => {
  const last = gallery.scrollLeft + gallery.clientWidth >= gallery.scrollWidth - 1;
  return last ? marks.length - 1 : Math.round(gallery.scrollLeft / gallery.firstElementChild.offsetWidth);
};
const show = (number) => {
  const behavior = still.matches ? "auto" : "smooth";
  gallery.scrollTo({ left: gallery.children[number]?.offsetLeft, behavior });
};
marks.forEach((mark, number) => mark.addEventListener("click", (event) => {
  event.preventDefault();
  show(number);
}));
gallery.addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  show(Math.min(Math.max(seen() + step, 0), marks.length - 1));
});
gallery.addEventListener("scroll", () => {
  const number = seen();
  marks.forEach((mark, other) => (other === number ? mark.setAttribute("aria-current", "true") : mark.removeAttribute("aria-current")));
}, { passive: true });
