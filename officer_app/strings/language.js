// Which language the officer reads. Texts of products come from the service in the same language.

import { en } from "./en.js";
import { fr } from "./fr.js";

const LANGUAGES = { en, fr };
const CHOICE = "ipm.language";

export const languages = { en: "English", fr: "Français" };

export function chosenLanguage() {
  const wished = localStorage.getItem(CHOICE) ?? navigator.language.split("-")[0];
  return wished in LANGUAGES ? wished : "en";
}

export function chooseLanguage(tag) {
  localStorage.setItem(CHOICE, tag);
  setDocumentLanguage();
}

export function setDocumentLanguage() {
  document.documentElement.lang = chosenLanguage();
}

export function say(key, values = {}) {
  const text = LANGUAGES[chosenLanguage()][key] ?? en[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

export const sayTime = (iso) =>
  new Date(iso).toLocaleString(chosenLanguage(), { dateStyle: "medium", timeStyle: "long" });

export const sayDay = (iso) => new Date(iso).toLocaleDateString(chosenLanguage(), { dateStyle: "medium" });
