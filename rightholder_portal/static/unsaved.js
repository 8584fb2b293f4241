/**
 * Leaving a page does not lose what was written on it.
 *
 * A form with `data-unsaved` asks before the page is left while it holds changes; with
 * `data-unsaved="changed"` (a refused form, shown again) it holds some from the start.
 */
const changed = new Set();

const form = (event) => event.target.closest?.("form[data-unsaved]");

function note(event) {
  const written = form(event);
  if (written) changed.add(written);
}

document.addEventListener("input", note);
document.addEventListener("change", note);
document.addEventListener("submit", (event) => changed.delete(form(event)));
addEventListener("pageshow", () => {
  for (const refused of document.querySelectorAll('form[data-unsaved="changed"]')) changed.add(refused);
});
addEventListener("beforeunload", (event) => {
  if ([...changed].some((written) => written.isConnected)) event.preventDefault();
});
