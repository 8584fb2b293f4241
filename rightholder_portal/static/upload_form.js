// The form for pictures with drag and drop, a queue that is seen, and nothing lost by a reload.

import { forget, keep, keptFor } from "./kept_files.js";
import { UploadQueue } from "./upload_queue.js";

const form = document.querySelector("[data-uploads]");
const panel = document.querySelector("[data-queue]");
const TYPES = new Set(["image/jpeg", "image/png", "image/webp"]);

if (form && panel && globalThis.crypto?.subtle) {
  const words = JSON.parse(panel.dataset.words);
  const list = panel.querySelector("ul");
  const total = panel.querySelector("[data-total]");
  const progress = panel.querySelector("progress");
  const retryAll = panel.querySelector("[data-retry]");
  const clear = panel.querySelector("[data-clear]");
  const drop = form.querySelector("[data-drop]");
  const input = form.querySelector("input[type=file]");
  const rows = new Map();
  const finished = new Set(["kept", "refused"]);
  let shown = null;

  const queue = new UploadQueue({
    address: form.dataset.uploads,
    token: form.querySelector("[name=csrf_token]").value,
    changed,
  });

  for (const part of form.querySelectorAll("[data-plain]")) part.hidden = true;
  for (const part of form.querySelectorAll("[data-better]")) part.hidden = false;

  function changed(item) {
    let row = rows.get(item);
    if (item.state === "removed") {
      row?.remove();
      rows.delete(item);
      forget(item.key);
    } else {
      if (!row) {
        row = document.createElement("li");
        row.append(document.createElement("b"), document.createElement("span"));
        row.firstChild.textContent = item.file.name;
        rows.set(item, row);
        list.append(row);
      }
      say(row, item);
      if (finished.has(item.state)) forget(item.key);
    }
    clearTimeout(shown);
    shown = setTimeout(summary, 60); // once for many files
  }

  function say(row, item) {
    const sent = item.upload && item.state === "sending" ? ` ${Math.floor((item.upload.offset / item.file.size) * 100)} %` : "";
    const said = [words[item.state] + sent, item.sentence].filter(Boolean).join(". ");
    row.dataset.state = item.state;
    row.children[1].textContent = said;
    row.children[1].className = ["refused", "failed", "lost"].includes(item.state) ? "small attention-text" : "small soft";
    row.querySelector(".row")?.remove();
    if (["refused", "failed", "lost", "waiting"].includes(item.state)) {
      const actions = document.createElement("div");
      actions.className = "row";
      if (["failed", "lost"].includes(item.state)) actions.append(button(words.retry, item, () => queue.retry(item)));
      if (item.state !== "waiting" || rows.size < 20) actions.append(button(words.remove, item, () => queue.remove(item)));
      if (actions.children.length) row.append(actions);
    }
  }

  function button(label, item, work) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button";
    made.textContent = label;
    made.setAttribute("aria-label", `${label}: ${item.file.name}`);
    made.addEventListener("click", work);
    return made;
  }

  function summary() {
    const count = (...states) => queue.items.filter((item) => states.includes(item.state)).length;
    const all = queue.items.length;
    const kept = count("kept");
    panel.hidden = all === 0;
    total.textContent = words.total.replace("%(kept)s", kept).replace("%(all)s", all);
    progress.max = Math.max(all, 1);
    progress.value = count("kept", "refused");
    retryAll.hidden = count("failed", "lost") === 0;
    const done = count("kept", "refused") === all;
    clear.hidden = !done || all === 0;
    panel.dataset.done = done && all > 0 ? "yes" : "no";
    if (done && kept) refreshPictures();
  }

  async function refreshPictures() {
    const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } }).catch(() => null);
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("all-pictures");
    if (!fresh) return;
    document.getElementById("all-pictures").replaceWith(fresh);
    globalThis.htmx?.process(fresh);
    document.dispatchEvent(new CustomEvent("pictures-changed"));
  }

  async function take(files) {
    const chosen = [...files].filter((file) => TYPES.has(file.type));
    const fields = Object.fromEntries(["kind", "view", "version"].map((name) => [name, form.elements[name]?.value ?? ""]));
    const entries = chosen.map((file) => ({ file, product: form.dataset.product, ...fields }));
    const keys = await keep(entries);
    entries.forEach((entry, place) => queue.add({ ...entry, key: keys?.[place] }));
  }

  function takeChosen() {
    take(input.files);
    input.value = "";
  }

  input.addEventListener("change", takeChosen);
  if (input.files.length) takeChosen(); // chosen before this script was there
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    take(event.dataTransfer.files);
  });
  // a file that misses the place must not open instead of the page
  for (const name of ["dragover", "drop"]) addEventListener(name, (event) => event.preventDefault());
  form.addEventListener("submit", (event) => event.preventDefault());
  retryAll.addEventListener("click", () => {
    for (const item of queue.items) if (["failed", "lost"].includes(item.state)) queue.retry(item);
  });
  clear.addEventListener("click", () => {
    for (const item of [...queue.items]) queue.remove(item);
  });
  addEventListener("beforeunload", (event) => {
    if (queue.items.some((item) => !finished.has(item.state) && item.key === undefined)) event.preventDefault();
  });

  const entries = await keptFor(form.dataset.product);
  for (const entry of entries) queue.add(entry);
  askForTheRest(entries.map((entry) => entry.file.name));

  // what the server knows and this browser does not have: another machine, or files it did not keep
  function askForTheRest(here) {
    const missing = JSON.parse(panel.dataset.unfinished).filter((name) => !here.includes(name));
    if (!missing.length) return;
    const note = document.createElement("p");
    note.className = "flash attention";
    note.textContent = `${words.unfinished} ${missing.join(", ")}`;
    form.before(note);
  }
}
