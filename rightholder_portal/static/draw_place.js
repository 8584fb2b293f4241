// Draws a place on a picture: a rectangle or an outline. The number fields beside it always say the
// same thing, so that the keyboard can do all that the pointer does; the form sends the fields.

import { createImageAnnotator } from "./vendor/annotorious/annotorious.es.js";

const ID = "place";
const ZOOMS = [1, 1.5, 2, 3, 4];
const SIDES = ["x", "y", "width", "height"];
const decimals = (value) => Number(value.toFixed(3));

for (const area of document.querySelectorAll("[data-place]")) drawIn(area);

function drawIn(area) {
  const prefix = area.dataset.place;
  const sides = SIDES.map((side) => area.querySelector(`[name="${prefix}${side}"]`));
  const corners = area.querySelector(`[name="${prefix}polygon"]`);
  const chooser = area.querySelector("select");
  const frame = area.querySelector("[data-frame]");
  const tools = area.querySelector("[data-tools]");
  let annotator = null;
  let image = null;
  let fitting = 0; // px, width of the picture that fits its frame
  let zoom = 0;

  const shape = () => (corners && area.querySelector('[name="shape"]:checked')?.value === "polygon" ? "polygon" : "rectangle");

  function load() {
    annotator?.destroy();
    annotator = image = null;
    zoom = 0;
    area.classList.toggle("without-picture", !chooser.value);
    if (!chooser.value) return;
    image = new Image();
    image.alt = chooser.selectedOptions[0].textContent;
    image.addEventListener("load", begin);
    image.src = `/images/${chooser.value}`;
    frame.replaceChildren(image);
  }

  function begin({ target }) {
    if (target !== image) return; // another picture was chosen meanwhile
    fitting = Math.min(frame.clientWidth, (frame.dataset.tallest * window.innerHeight * image.naturalWidth) / image.naturalHeight);
    enlarge(0);
    annotator = createImageAnnotator(image, { drawingMode: "drag", autoSave: true });
    annotator.state.store.observe(({ changes }) => {
      const [made] = changes.created ?? [];
      if (made) annotator.getAnnotations().filter(({ id }) => id !== made.id).forEach(({ id }) => annotator.removeAnnotation(id));
      const drawn = made ?? changes.updated?.at(-1)?.newValue;
      if (drawn) write(drawn.target.selector);
      if (made) takeTool();
    }, { origin: "LOCAL" });
    frame.querySelector(".a9s-annotationlayer").setAttribute("aria-label", frame.dataset.label);
    draw();
  }

  // An outline begins with a tap; once there is one, a tap chooses it and its corners can be moved.
  function takeTool() {
    annotator?.setDrawingTool(shape());
    annotator?.setDrawingMode(shape() === "polygon" && annotator.getAnnotations().length === 0 ? "click" : "drag");
  }

  function enlarge(step) {
    zoom = Math.min(ZOOMS.length - 1, Math.max(0, zoom + step));
    if (image) image.style.width = `${fitting * ZOOMS[zoom]}px`;
  }

  // What was drawn, as numbers in percent of the picture.
  function write({ type, geometry }) {
    const { minX, minY, maxX, maxY } = geometry.bounds;
    const percent = (value, size) => decimals(Math.min(100, Math.max(0, (value / size) * 100)));
    const [left, top] = [percent(minX, image.naturalWidth), percent(minY, image.naturalHeight)];
    const [right, bottom] = [percent(maxX, image.naturalWidth), percent(maxY, image.naturalHeight)];
    // rounded first: rounded numbers never add up to more than the picture
    [left, top, decimals(right - left), decimals(bottom - top)].forEach((value, side) => { sides[side].value = value; });
    if (corners) {
      corners.value = type === "POLYGON"
        ? geometry.points.map(([x, y]) => `${percent(x, image.naturalWidth)} ${percent(y, image.naturalHeight)}`).join("\n") : "";
    }
    area.dispatchEvent(new Event("input", { bubbles: true })); // something is unsaved
  }

  // What the numbers say, on the picture.
  function draw() {
    if (!annotator) return;
    const selector = shape() === "polygon" ? outline() : rectangle();
    annotator.setAnnotations(selector ? [{ id: ID, bodies: [], target: { annotation: ID, selector } }] : [], true);
    takeTool();
  }

  function rectangle() {
    const [x, y, width, height] = sides.map((field) => Number.parseFloat(field.value.replace(",", ".")));
    if (![x, y, width, height].every(Number.isFinite) || width <= 0 || height <= 0) return null;
    const [left, top] = [(x / 100) * image.naturalWidth, (y / 100) * image.naturalHeight];
    const [w, h] = [(width / 100) * image.naturalWidth, (height / 100) * image.naturalHeight];
    return { type: "RECTANGLE", geometry: { x: left, y: top, w, h, bounds: { minX: left, minY: top, maxX: left + w, maxY: top + h } } };
  }

  function outline() {
    const points = corners.value.split("\n").map((line) => line.trim().replaceAll(",", ".").split(/[\s;]+/).map(Number))
      .filter((corner) => corner.length === 2 && corner.every(Number.isFinite))
      .map(([x, y]) => [(x / 100) * image.naturalWidth, (y / 100) * image.naturalHeight]);
    if (points.length < 3) return null;
    const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
    const bounds = { minX: Math.min(...xs), minY: Math.min(...ys), maxX: Math.max(...xs), maxY: Math.max(...ys) };
    return { type: "POLYGON", geometry: { points, bounds } };
  }

  tools?.addEventListener("click", ({ target }) => {
    const pressed = target.closest("button");
    if (!pressed) return;
    if (pressed.dataset.zoom) enlarge(Number(pressed.dataset.zoom));
    if (pressed.hasAttribute("data-clear")) {
      annotator?.clearAnnotations();
      for (const field of [...sides, corners].filter(Boolean)) field.value = "";
      area.dispatchEvent(new Event("input", { bubbles: true }));
      takeTool();
    }
    if (pressed.hasAttribute("data-move")) {
      const moving = area.classList.toggle("moving");
      pressed.setAttribute("aria-pressed", String(moving));
      annotator?.setDrawingEnabled(!moving);
    }
  });
  // Annotorious draws nothing while a shape is chosen: pressing beside it lets go of it first.
  frame.addEventListener("pointerdown", (event) => {
    if (annotator?.getSelected().length && !event.target.closest(".a9s-annotation.selected, .a9s-handle")) annotator.cancelSelected();
  }, { capture: true });
  // A finger comes down without having moved there, and Annotorious takes corners from movements.
  frame.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "touch" || shape() !== "polygon") return;
    const { pointerId, pointerType, clientX, clientY } = event;
    event.target.dispatchEvent(new PointerEvent("pointermove", { bubbles: true, pointerId, pointerType, clientX, clientY }));
  });
  for (const field of [...sides, corners].filter(Boolean)) field.addEventListener("input", draw);
  for (const choice of area.querySelectorAll('[name="shape"]')) {
    choice.addEventListener("change", () => {
      area.classList.toggle("outlined", shape() === "polygon");
      annotator?.cancelSelected();
      draw();
    });
  }
  chooser.addEventListener("change", load);
  area.classList.add("drawn");
  area.classList.toggle("outlined", shape() === "polygon");
  load();
}
