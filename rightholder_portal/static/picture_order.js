// Pictures of one view put in order by dragging; the buttons ↑ ↓ do the same for the keyboard.

let dragged = null;

function prepare() {
  for (const list of document.querySelectorAll("[data-sortable]")) {
    if (list.dataset.ready || list.children.length < 2) continue;
    list.dataset.ready = "yes";
    for (const tile of list.children) tile.draggable = true;
    list.addEventListener("dragstart", (event) => {
      dragged = event.target.closest("[data-image]");
      dragged?.classList.add("dragged");
      event.dataTransfer.effectAllowed = "move";
    });
    list.addEventListener("dragover", (event) => {
      const over = event.target.closest?.("[data-image]");
      if (!dragged || dragged.parentNode !== list) return;
      event.preventDefault();
      if (!over || over === dragged) return;
      const tiles = [...list.children];
      if (tiles.indexOf(over) > tiles.indexOf(dragged)) over.after(dragged);
      else over.before(dragged);
    });
    list.addEventListener("dragend", () => {
      dragged?.classList.remove("dragged");
      if (dragged?.parentNode === list) send(list);
      dragged = null;
    });
  }
}

function send(list) {
  const fields = new URLSearchParams();
  for (const tile of list.children) fields.append("image", tile.dataset.image);
  const token = document.querySelector("[name=csrf_token]").value;
  const address = document.getElementById("all-pictures").dataset.order;
  fetch(address, { method: "POST", body: fields, headers: { "X-CSRFToken": token } })
    .then((answer) => { if (!answer.ok) location.reload(); }, () => location.reload());
}

document.addEventListener("pictures-changed", prepare);
document.addEventListener("htmx:afterSettle", prepare);
prepare();
