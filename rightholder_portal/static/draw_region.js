// Draws a feature's region on its reference image. The four numbers beside it always say the
// same thing, so that the keyboard can do all that the pointer does.

const names = ["x", "y", "width", "height"];
const form = document.querySelector("[data-draw]");

if (form) {
  const fields = names.map((name) => form.querySelector(`[name="${name}"]`));
  const chooser = form.querySelector('[name="image_id"]');
  const picture = form.querySelector("[data-picture]");
  const surface = form.querySelector("[data-surface]");
  const rectangle = surface.querySelector("rect");
  let start = null;

  const show = () => {
    const [x, y, width, height] = fields.map((field) => Number.parseFloat(field.value) || 0);
    const values = { x, y, width, height };
    for (const name of names) rectangle.setAttribute(name, values[name]);
  };
  const chosen = () => {
    picture.hidden = !chooser.value;
    if (chooser.value) picture.querySelector("img").src = `/images/${chooser.value}`;
  };
  const place = (event) => {
    const box = surface.getBoundingClientRect();
    const percent = (value, size) => Math.min(100, Math.max(0, (value / size) * 100));
    return [percent(event.clientX - box.left, box.width), percent(event.clientY - box.top, box.height)];
  };

  surface.addEventListener("pointerdown", (event) => {
    surface.setPointerCapture(event.pointerId);
    start = place(event);
    event.preventDefault();
  });
  surface.addEventListener("pointermove", (event) => {
    if (!start) return;
    const [x, y] = place(event);
    // the corner is rounded first: rounded numbers never add up to more than the picture
    const corner = [Math.min(x, start[0]), Math.min(y, start[1])].map((value) => Number(value.toFixed(2)));
    const size = [Math.abs(x - start[0]), Math.abs(y - start[1])];
    const inside = size.map((value, side) => Math.min(value, 100 - corner[side]));
    [...corner, ...inside].forEach((value, index) => { fields[index].value = value.toFixed(2); });
    show();
  });
  for (const name of ["pointerup", "pointercancel"]) {
    surface.addEventListener(name, () => { start = null; });
  }
  for (const field of fields) field.addEventListener("input", show);
  chooser.addEventListener("change", chosen);
  show();
}
