// Pinch, drag, keys and buttons move all pictures of one area together: the same place in each.

import { button, element } from "../elements.js";
import { say } from "../strings/language.js";

const MOST = 8;
const STEP = 1.5; // of a button or key
const MOVE = 0.1; // of the picture, an arrow key
const CLOSER = 2.5; // of a double tap

// area: an element whose pictures carry the class "picture". Answers the buttons.
export function zoomable(area) {
  let [zoom, x, y] = [1, 0, 0]; // where the picture's corner is, in picture widths and heights
  const fingers = new Map();
  const closer = button("+", () => scale(STEP), { "aria-label": say("zoomIn") });
  const further = button("−", () => scale(1 / STEP), { "aria-label": say("zoomOut") });

  function show() {
    [x, y] = [x, y].map((value) => Math.min(0, Math.max(1 - zoom, value)));
    area.style.setProperty("--zoom", zoom);
    area.style.setProperty("--x", `${100 * x}%`);
    area.style.setProperty("--y", `${100 * y}%`);
    area.classList.toggle("zoomed", zoom > 1);
    area.dataset.zoom = zoom.toFixed(2);
    closer.disabled = zoom >= MOST;
    further.disabled = zoom <= 1;
  }

  // at: the place of the frame that stays where it is, in fractions.
  function scale(factor, at = { x: 0.5, y: 0.5 }) {
    const next = Math.min(MOST, Math.max(1, zoom * factor));
    x = at.x - (at.x - x) * (next / zoom);
    y = at.y - (at.y - y) * (next / zoom);
    zoom = next;
    show();
  }

  function move(right, down) {
    x += right;
    y += down;
    show();
  }

  const frameOf = (event) => event.target.closest(".picture");
  function placeIn(event) {
    const box = fingers.get(event.pointerId)?.box ?? frameOf(event).getBoundingClientRect();
    return { box, x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
  }

  area.addEventListener("pointerdown", (event) => {
    if (!frameOf(event)) return;
    fingers.set(event.pointerId, placeIn(event));
    if (zoom > 1 || fingers.size > 1) event.target.setPointerCapture?.(event.pointerId);
  });
  area.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const now = placeIn(event);
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
    fingers.set(event.pointerId, now);
    if (other) {
      const distance = (one) => Math.hypot((one.x - other.x) * one.box.width, (one.y - other.y) * one.box.height) || 1;
      scale(distance(now) / distance(before), { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 });
      move((now.x - before.x) / 2, (now.y - before.y) / 2);
    } else if (zoom > 1) {
      move(now.x - before.x, now.y - before.y);
    }
  });
  for (const name of ["pointerup", "pointercancel"]) area.addEventListener(name, (event) => fingers.delete(event.pointerId));
  area.addEventListener("dblclick", (event) => {
    if (frameOf(event)) scale(zoom > 1 ? 1 / zoom : CLOSER, placeIn(event));
  });
  area.addEventListener("wheel", (event) => {
    if (!event.ctrlKey || !frameOf(event)) return;
    event.preventDefault();
    scale(Math.exp(-event.deltaY / 200), placeIn(event));
  }, { passive: false });
  area.addEventListener("keydown", (event) => {
    if (event.target !== area) return;
    const keys = {
      "+": () => scale(STEP), "=": () => scale(STEP), "-": () => scale(1 / STEP), 0: () => scale(1 / zoom),
      ArrowLeft: () => move(MOVE, 0), ArrowRight: () => move(-MOVE, 0), ArrowUp: () => move(0, MOVE), ArrowDown: () => move(0, -MOVE),
    };
    if (!(event.key in keys) || (zoom === 1 && event.key.startsWith("Arrow"))) return;
    event.preventDefault();
    keys[event.key]();
  });
  area.tabIndex = 0;
  show();
  return element("span", { class: "zoom" }, further, closer);
}
