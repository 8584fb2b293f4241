// Photograph the article.

import { listAlerts, signOut, submitInspection } from "../api_client.js";
import { bar, button, element, link } from "../elements.js";
import { keep } from "../inspection.js";
import { say } from "../strings/language.js";
import { photoButtons } from "./photo_buttons.js";
import { languageSwitch } from "./sign_in.js";

export async function screen() {
  const { buttons, area } = photoButtons(submitInspection, (report) => {
    keep(report);
    location.hash = `#/candidates/${report.id}`;
  });
  const alerts = element("div", { class: "stack" });
  listAlerts().then(({ alerts: found }) => alerts.replaceChildren(...found.map(alertCard)), () => {});
  return [
    bar("IPM", null, languageSwitch()),
    element("main", {},
      element("div", {}, element("h1", {}, say("photographTitle")), element("p", { class: "soft" }, say("photographHint"))),
      area,
      element("nav", { class: "ways", "aria-label": say("otherWays") },
        link(say("search"), "#/alternatives"),
        link(say("history"), "#/history"),
        button(say("signOut"), async () => {
          await signOut();
          location.hash = "#/start";
          window.dispatchEvent(new Event("ipm:show-again"));
        })),
      alerts),
    element("footer", {}, buttons),
  ];
}

function alertCard(alert) {
  return element("section", { class: "card" },
    element("p", { class: "small soft" }, `${say("alerts")} · ${alert.right_holder} `,
      alert.urgent ? element("span", { class: "pill attention" }, say("urgent")) : null),
    element("h2", {}, alert.title), element("p", {}, alert.text));
}
