// Which language the officer reads. Texts of products come from the service in the same language.

import { ar } from "./ar.js";
import { en } from "./en.js";
import { es } from "./es.js";
import { fr } from "./fr.js";
import { arAsk } from "./ask/ar.js";
import { enAsk } from "./ask/en.js";
import { esAsk } from "./ask/es.js";
import { frAsk } from "./ask/fr.js";

const LANGUAGES = {
  en: { ...en, ...enAsk },
  fr: { ...fr, ...frAsk },
  es: { ...es, ...esAsk },
  ar: { ...ar, ...arAsk },
};
const CHOICE = "ipm.language";
let given = null;

export const languages = { en: "English", fr: "Français", es: "Español", ar: "العربية" };
const FROM_THE_RIGHT = ["ar"];

export function chosenLanguage() {
  const wished = given ?? localStorage.getItem(CHOICE) ?? navigator.language.split("-")[0];
  return wished in LANGUAGES ? wished : "en";
}

// For a page that shows these screens to its own reader; nothing is remembered.
export function showIn(tag) {
  given = tag;
}

export function chooseLanguage(tag) {
  localStorage.setItem(CHOICE, tag);
  setDocumentLanguage();
}

export function setDocumentLanguage() {
  const tag = chosenLanguage();
  document.documentElement.lang = tag;
  document.documentElement.dir = FROM_THE_RIGHT.includes(tag) ? "rtl" : "ltr";
}

export function say(key, values = {}) {
  const text = LANGUAGES[chosenLanguage()][key] ?? LANGUAGES.en[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

// How dates and numbers are written: Arabic with the digits that stand on packages and papers.
export const conventions = () => (chosenLanguage() === "ar" ? "ar-u-nu-latn" : chosenLanguage());

export const sayTime = (iso) =>
  new Date(iso).toLocaleString(conventions(), { dateStyle: "medium", timeStyle: "long" });

export const sayDay = (iso) => new Date(iso).toLocaleDateString(conventions(), { dateStyle: "medium" });
