// What is handed on: a PDF, a sealed bundle, and the short form of a seizure report.

import { readReport, readSeizure } from "../api/reports.js";
import { saveFile } from "../check/save_file.js";
import { bar, busy, button, closing, element, link, notice } from "../elements.js";
import { current } from "../inspection.js";
import { say, sayTime } from "../strings/language.js";

export async function screen(id) {
  const inspection = await current(id);
  const seizure = await readSeizure(id);
  const problem = element("div");
  const save = (label, file, name) => {
    const press = button(say(label), async () => {
      problem.replaceChildren();
      try {
        saveFile(await busy(press, say("making"), () => readReport(id, file)), name);
      } catch (error) {
        if (error.status === 401) window.dispatchEvent(new Event("ipm:show-again"));
        problem.replaceChildren(notice(error.message));
      }
    }, { class: "button wide" });
    return press;
  };
  const json = button(say("saveJson"), () =>
    saveFile(new Blob([JSON.stringify({ inspection_id: id, ...seizure }, null, 2)], { type: "application/json" }), `seizure-${id}.json`), { class: "button wide" });
  return [
    bar("IPM", null, closing(inspection.verdict ? `#/receipt/${id}` : `#/candidates/${id}`)),
    element("main", {},
      element("h1", {}, say("reportTitle")),
      element("section", { class: "card stack" },
        element("h2", {}, say("toRead")), element("p", { class: "small" }, say("pdfHint")),
        save("savePdf", "report.pdf", `inspection-${id}.pdf`)),
      element("section", { class: "card stack" },
        element("h2", {}, say("asEvidence")), element("p", { class: "small" }, say("bundleHint")),
        element("p", { class: "notice sign" }, say("originalsHint")),
        save("saveBundle", "bundle.zip", `inspection-${id}.zip`)),
      element("section", { class: "card stack" },
        element("h2", {}, say("seizureTitle")),
        element("p", { class: "small" }, seizure.saved_at ? say("seizureSaved", { time: sayTime(seizure.saved_at) }) : say("seizureHint")),
        link(say(seizure.saved_at ? "seizureChange" : "seizureWrite"), `#/seizure/${id}`),
        seizure.saved_at ? [save("saveCsv", "seizure.csv", `seizure-${id}.csv`), json] : []),
      problem),
    element("footer", { class: "one" }, link(say("back"), inspection.verdict ? `#/receipt/${id}` : `#/candidates/${id}`)),
  ];
}
