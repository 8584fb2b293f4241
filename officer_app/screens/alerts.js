// What right holders warn officers of this country of, and what administrators tell them; what is new
// is marked until it is opened.

import { listAlerts, listNews } from "../api/questions.js";
import { bar, element, link } from "../elements.js";
import { distance, port } from "../port.js";
import { remember, remembered } from "../storage/desk.js";
import { isolate, say, sayDay } from "../strings/language.js";

const READ = "alerts/read"; // ids that were opened, as far as they are still told

const isRead = ({ id }) => remembered(READ, []).includes(id);

export async function screen(wanted) {
  const [alerts, news] = await Promise.all([listAlerts(), listNews()]);
  const told = [...alerts, ...news].map(({ id }) => id);
  remember(READ, remembered(READ, []).filter((id) => told.includes(id)));
  const here = alerts.filter((alert) => distance(alert) < 2).sort((one, other) => distance(one) - distance(other));
  const elsewhere = alerts.filter((alert) => distance(alert) === 2);
  const shown = (found) => found.map((alert) => card(alert, alert.id === wanted, alertParts(alert)));
  return [
    bar("IPM", null, null),
    element("main", {},
      element("div", {}, element("h1", {}, say("alertsTitle")),
        element("p", { class: "soft" }, say(alerts.length ? "alertsHint" : "noAlerts"))),
      port() ? element("p", { class: "small soft" }, say("alertsPort", { port: port().name })) : null,
      shown(here),
      elsewhere.length ? element("h2", { class: "soft quiet" }, say("otherPorts")) : null,
      shown(elsewhere),
      news.length ? element("h2", {}, say("news")) : null,
      news.map((one) => card(one, false, { details: sayDay(one.published_at) }))),
    element("footer", { class: "one" }, link(say("back"), "#/start")),
  ];
}

// Asked for on start: how many were not opened, and the urgent alerts among them, those for other ports aside.
export async function newAlerts() {
  const [alerts, news] = await Promise.all([listAlerts(), listNews()]);
  const fresh = alerts.filter((alert) => !isRead(alert));
  return { count: fresh.length + news.filter((one) => !isRead(one)).length, urgent: fresh.filter((alert) => alert.urgent && distance(alert) < 2) };
}

function alertParts(alert) {
  const days = say("inForce", { from: day(alert.valid_from), until: day(alert.valid_until) });
  return {
    priority: element("span", { class: alert.urgent ? "pill attention" : "pill" }, say(`priority-${alert.priority}`)),
    details: [isolate(alert.right_holder), days, ...alert.ports.map((one) => isolate(one.name))].join(" · "),
    onward: alert.product_id ? link(say("openGuide"), `#/product/${alert.product_id}`) : null,
  };
}

function card(one, isOpen, { priority = null, details, onward = null }) {
  const fresh = isRead(one) ? null : element("span", { class: "pill" }, say("isNew"));
  const made = element("details", { class: "card more", open: isOpen },
    element("summary", {}, priority, priority ? " " : null, fresh, " ", element("span", { class: "alert-title" }, isolate(one.title))),
    element("div", { class: "fields" },
      element("p", { class: "words", dir: "auto" }, one.text), element("p", { class: "small soft" }, details), onward));
  made.addEventListener("toggle", () => {
    if (!made.open) return;
    fresh?.remove();
    remember(READ, [...new Set([...remembered(READ, []), one.id])]);
  });
  return made;
}

const day = (text) => sayDay(`${text}T12:00`);
