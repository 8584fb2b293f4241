// Small words for building screens out of elements; text is always text, never markup.

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
    element("div", { class: "title" }, element("b", {}, title), subtitle ? element("span", { class: "small soft" }, subtitle) : null),
    close);
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
