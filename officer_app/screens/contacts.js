// Whom to call, in one tap, and whether somebody answers there now.

import { element, link } from "../elements.js";
import { officeHours } from "../opening_hours.js";
import { isolate, say } from "../strings/language.js";

export function contactCard(title, contacts) {
  return contacts.length ? element("section", { class: "card stack" }, element("h2", {}, say(title)), contacts.map(lines)) : null;
}

function lines(contact) {
  return element("div", { class: "stack" },
    element("p", {}, isolate(contact.name), contact.role ? element("span", { class: "soft" }, ` · ${isolate(contact.role)}`) : null,
      element("br"), element("span", { class: "small soft" }, hours(contact))),
    element("div", { class: "ways" },
      contact.telephone ? link(element("bdi", {}, contact.telephone), `tel:${contact.telephone.replace(/[^+0-9]/g, "")}`) : null,
      contact.email ? link(say("write"), `mailto:${contact.email}`) : null));
}

function hours(contact) {
  const { time, isOpen, opens } = officeHours(contact);
  if (isOpen) return say("openNow", { time });
  return opens ? say("opensAt", { time, when: opens }) : say("closedNow", { time });
}
