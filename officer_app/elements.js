// Small words for building screens out of elements; text is always text, never markup.

import { isolate, say } from "./strings/language.js";

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

export function button(label, onclick, { primary = false, ...attributes } = {}) {
  return element("button", { type: "button", class: primary ? "button primary" : "button", onclick, ...attributes }, label);
}

export function link(label, href, { primary = false, ...attributes } = {}) {
  return element("a", { class: primary ? "button primary" : "button", href, ...attributes }, label);
}

export function bar(title, subtitle, close) {
  return element("header", { class: "bar" },
    element("div", { class: "title" }, element("b", {}, isolate(title)), subtitle ? element("span", { class: "small soft" }, subtitle) : null),
    close);
}

// "Brand · Product", without saying the brand twice.
export function titleOf({ brand, name }) {
  return name.toLowerCase().startsWith(brand.name.toLowerCase()) ? name : `${brand.name} · ${name}`;
}

export function closing(href) {
  return link("✕", href, { "aria-label": say("close"), class: "button plain" });
}

// Lines without meaning of their own: paths in a square of *box*.
export function drawing(paths, box = "0 0 100 100") {
  const made = (name, attributes) => {
    const shape = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) shape.setAttribute(key, value);
    return shape;
  };
  const svg = made("svg", { viewBox: box, "aria-hidden": "true", ...(box === "0 0 1 1" ? { preserveAspectRatio: "none" } : {}) });
  svg.append(...paths.map((d) => made("path", { d })));
  return svg;
}

export function notice(text) {
  return element("p", { class: "notice", role: "alert" }, text);
}

export function announce(text) {
  document.querySelector("#announcement").textContent = text;
}

// A form's button that cannot be pressed twice while its work is under way.
export async function busy(pressed, label, work) {
  const before = pressed.textContent;
  pressed.disabled = true;
  pressed.textContent = label;
  try {
    return await work();
  } finally {
    pressed.disabled = false;
    pressed.textContent = before;
  }
}
