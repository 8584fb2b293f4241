// Puts the entries of a list in order by dragging their handles, with mouse, pen or finger. On
// letting go, the entry's own form is sent with its new position; the buttons do the same.

let dragged = null;

document.addEventListener("pointerdown", (event) => {
  const handle = event.target.closest("[data-handle]");
  if (!handle || event.button !== 0) return;
  dragged = handle.closest("[data-entry]");
  dragged.classList.add("dragged");
  handle.setPointerCapture(event.pointerId);
  event.preventDefault();
});

document.addEventListener("pointermove", (event) => {
  if (!dragged) return;
  const others = [...dragged.parentElement.querySelectorAll(":scope > [data-entry]:not(.dragged)")];
  const next = others.find((other) => {
    const box = other.getBoundingClientRect();
    return event.clientY < box.top + box.height / 2;
  });
  if (next) next.before(dragged);
  else others.at(-1)?.after(dragged);
  const edge = 64; // px: near the edge of the window, the page moves along
  if (event.clientY < edge) window.scrollBy(0, -16);
  if (event.clientY > window.innerHeight - edge) window.scrollBy(0, 16);
});

for (const name of ["pointerup", "pointercancel"]) {
  document.addEventListener(name, () => {
    if (!dragged) return;
    const entry = dragged;
    dragged = null;
    entry.classList.remove("dragged");
    const position = [...entry.parentElement.querySelectorAll(":scope > [data-entry]")].indexOf(entry) + 1;
    if (String(position) === entry.dataset.entry) return;
    const form = entry.querySelector("form[data-move]");
    form.elements.position.value = position;
    form.submit();
  });
}
