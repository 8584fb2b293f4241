/** The tab that is open is in view, however narrow the screen; the page itself stays where it is. */
function show() {
  for (const open of document.querySelectorAll(".tabs [aria-current]")) {
    const tab = open.getBoundingClientRect();
    const strip = open.parentElement.getBoundingClientRect();
    open.parentElement.scrollBy((tab.left + tab.right - strip.left - strip.right) / 2, 0);
  }
}

show();
document.addEventListener("htmx:afterSettle", show);
