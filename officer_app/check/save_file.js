// A file of the service onto the phone, under a name that says what it is.

import { element } from "../elements.js";

const FORGOTTEN_AFTER = 60_000; // ms: the browser has read it by then

export function saveFile(blob, name) {
  const address = URL.createObjectURL(blob);
  const anchor = element("a", { href: address, download: name });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), FORGOTTEN_AFTER);
}
