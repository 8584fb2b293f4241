// Who reads what is not public stands across the screen, also on a photo of the screen.

import { reader } from "../api_client.js";
import { element } from "../elements.js";

const LINES = 24;

export function watermark() {
  const { name = "", email = "" } = reader();
  const text = [`${new Date().toISOString().slice(0, 16)}Z`, name, email].filter(Boolean).join(" ");
  return element("div", { class: "watermark", "aria-hidden": "true" },
    Array.from({ length: LINES }, () => element("span", {}, `${text}   ${text}`)));
}

export const isForOfficersOnly = (feature) => feature.level === "covert";
