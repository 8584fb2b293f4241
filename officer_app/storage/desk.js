// Small things at hand (answers, choices), read at once from memory and sealed behind it.

import * as vault from "./vault.js";

const PREFIX = "desk/";
let things = new Map();

export async function openDesk() {
  const found = Object.entries(await vault.getAll(PREFIX));
  things = new Map(found.map(([name, value]) => [name.slice(PREFIX.length), value]));
}

export function closeDesk() {
  things = new Map();
}

export const remembered = (name, otherwise) => (things.has(name) ? things.get(name) : otherwise);

// undefined forgets. A phone that is full or locked keeps it in memory, as long as the app is open.
export function remember(name, value) {
  if (value === undefined) things.delete(name);
  else things.set(name, value);
  if (vault.isOpen()) vault.put(PREFIX + name, value).catch(notKept);
}

function notKept(error) {
  if (error.kind === "storage-full") window.dispatchEvent(new Event("ipm:not-kept")); // shell.js tells it
  else console.warn("not kept:", error.name);
}
