// The code that was scanned with the article, beside the product that was chosen: one line, and what
// fits and what does not behind one tap.

import { element } from "../elements.js";
import { codeList, codeSigns } from "../scan/code_card.js";
import { isOdd, scanIn } from "../scan/code_check.js";
import { say } from "../strings/language.js";

// open: a sign is shown at once, where there is room for it. Null if no code was scanned.
export function scannedCode(inspection, { code_checks: checks }, { open = false } = {}) {
  const scan = scanIn(inspection.barcode);
  if (!scan) return null;
  const odd = isOdd(scan, checks);
  return element("details", { class: "card more", open: open && odd },
    element("summary", {}, say(odd ? "codeOdd" : checks.length ? "codeFits" : "codeAlone")),
    element("div", { class: "fields" }, codeList(scan), codeSigns(scan, checks)));
}
