// The fields of a seizure report: how each is written, and what is wrong with it, in words.

import { element } from "../elements.js";
import { conventions, say } from "../strings/language.js";
import { COUNTRIES } from "./countries.js";

export const UNITS = ["pieces", "pairs", "sets", "packages", "kg", "l", "m"];
export const TRANSPORTS = ["sea", "air", "road", "rail", "river", "post", "express", "person"];
const AMOUNT = /^\d{1,11}([.]\d{1,3})?$/;
const PRICE = /^\d{1,11}([.]\d{1,2})?$/;

// name, kind, how it is written; what is empty is not checked further.
const FIELDS = [
  ["goods", "textarea", { rows: "2", maxlength: "500" }],
  ["quantity", "input", { inputmode: "decimal", maxlength: "16" }],
  ["unit", "select", UNITS],
  ["origin", "select", COUNTRIES],
  ["route", "input", { maxlength: "500" }],
  ["transport", "select", TRANSPORTS],
  ["value", "input", { inputmode: "decimal", maxlength: "16" }],
  ["currency", "input", { maxlength: "3", class: "short", autocapitalize: "characters" }],
  ["hs_code", "input", { inputmode: "numeric", maxlength: "10" }],
  ["place", "input", { maxlength: "200" }],
  ["seized_on", "input", { type: "date" }],
  ["right_holder", "input", { maxlength: "200" }],
  ["legal_ground", "textarea", { rows: "2", maxlength: "1000" }],
];

// Answers { rows, read(), refuse({name: [sentence]}) }; changed(values) after every change.
export function seizureFields(values, changed) {
  const inputs = {};
  const faults = {};
  const rows = FIELDS.map(([name, tag, how]) => {
    const id = `seizure-${name}`;
    inputs[name] = tag === "select" ? choices(id, name, how) : element(tag, { id, autocomplete: "off", ...how });
    inputs[name].value = values[name] ?? "";
    faults[name] = element("p", { id: `${id}-fault`, class: "fault", hidden: true });
    inputs[name].addEventListener("input", () => {
      show(name, "");
      changed(read());
    });
    return element("div", { class: "fields" }, element("label", { for: id }, say(`seizure-${name}`)), inputs[name], faults[name]);
  });

  const read = () => Object.fromEntries(FIELDS.map(([name]) => [name, tidy(name, inputs[name].value)]));

  function show(name, sentence) {
    faults[name].textContent = sentence;
    faults[name].hidden = !sentence;
    if (sentence) {
      inputs[name].setAttribute("aria-invalid", "true");
      inputs[name].setAttribute("aria-describedby", faults[name].id);
    } else {
      inputs[name].removeAttribute("aria-invalid");
      inputs[name].removeAttribute("aria-describedby");
    }
  }

  // Beside each field what is wrong; the first one gets the cursor. False if there is none.
  function refuse(found) {
    const names = FIELDS.map(([name]) => name).filter((name) => found[name]?.length);
    FIELDS.forEach(([name]) => show(name, found[name]?.[0] ?? ""));
    inputs[names[0]]?.focus();
    return names.length > 0;
  }

  return { rows, read, refuse };
}

// What is wrong with what was written: name → [sentence]; the service looks again.
export function faultsIn(written) {
  const today = new Date(Date.now() + 24 * 3600 * 1000).toISOString().slice(0, 10);
  const wrong = {
    goods: !written.goods && "fault-goods",
    quantity: written.quantity && !(AMOUNT.test(written.quantity) && Number(written.quantity) > 0) && "fault-quantity",
    unit: Boolean(written.quantity) !== Boolean(written.unit) && "fault-unit",
    value: written.value && !PRICE.test(written.value) && "fault-value",
    currency: !(written.value ? /^[A-Z]{3}$/ : /^([A-Z]{3})?$/).test(written.currency) && "fault-currency",
    hs_code: !/^(\d{6,10})?$/.test(written.hs_code) && "fault-hs_code",
    seized_on: written.seized_on > today && "fault-seized_on",
  };
  return Object.fromEntries(Object.entries(wrong).filter(([, key]) => key).map(([name, key]) => [name, [say(key)]]));
}

// As the service takes it: what is empty and no text is null.
export const asRequest = (written) => ({
  ...written,
  ...Object.fromEntries(["quantity", "unit", "transport", "value", "seized_on"].map((name) => [name, written[name] || null])),
});

function tidy(name, text) {
  const value = text.trim();
  if (name === "currency") return value.toUpperCase();
  if (name === "quantity" || name === "value") return value.replace(",", ".");
  return name === "hs_code" ? value.replace(/[ .]/g, "") : value;
}

function choices(id, name, values) {
  const named = name === "origin" ? new Intl.DisplayNames([conventions()], { type: "region" }) : null;
  const options = values.map((value) => [value, named ? named.of(value) : say(`${name}-${value}`)]);
  if (named) options.sort((one, other) => one[1].localeCompare(other[1], conventions()));
  return element("select", { id }, element("option", { value: "" }, say("notChosen")),
    options.map(([value, text]) => element("option", { value }, text)));
}
