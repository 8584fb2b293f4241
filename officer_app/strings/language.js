// Which language the officer reads; only its sentences are loaded. Texts of products come from the
// service in the same language.

const PARTS = ["", "ask/", "capture/", "check/", "core/"]; // folders of sentences
const CHOICE = "ipm.language";
let given = null;
let sentences = {};

export const languages = { en: "English", fr: "Français", es: "Español", ar: "العربية" };
const FROM_THE_RIGHT = ["ar"];

export function chosenLanguage() {
  const wished = given ?? localStorage.getItem(CHOICE) ?? navigator.language.split("-")[0];
  return wished in languages ? wished : "en";
}

// For a page that shows these screens to its own reader; nothing is remembered.
export async function showIn(tag) {
  given = tag;
  await load(chosenLanguage());
}

// Rejects when its sentences cannot be had: then all stays as it was.
export async function chooseLanguage(tag) {
  await load(tag);
  localStorage.setItem(CHOICE, tag);
  setDocumentLanguage();
}

async function load(tag) {
  const files = await Promise.all(PARTS.map((part) => import(`./${part}${tag}.js`)));
  sentences = Object.assign({}, ...files.flatMap((file) => Object.values(file)));
}

export function setDocumentLanguage() {
  const tag = chosenLanguage();
  document.documentElement.lang = tag;
  document.documentElement.dir = FROM_THE_RIGHT.includes(tag) ? "rtl" : "ltr";
}

export function say(key, values = {}) {
  return (sentences[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => isolate(values[name] ?? ""));
}

// Words of somebody else, such as a product's name: among Arabic they keep their own direction,
// and their full stops and quotation marks stay where they belong.
export function isolate(text) {
  return typeof text === "string" && text && document.documentElement.dir === "rtl" ? `\u2068${text}\u2069` : text;
}

// How dates and numbers are written: Arabic with the digits that stand on packages and papers,
// English as most of the world reads it, the day before the month.
const CONVENTIONS = { ar: "ar-u-nu-latn", en: "en-GB" };
export const conventions = () => CONVENTIONS[chosenLanguage()] ?? chosenLanguage();

const DAY = { day: "numeric", month: "short", year: "numeric" };

export const sayTime = (iso) =>
  new Date(iso).toLocaleString(conventions(), { ...DAY, hour: "2-digit", minute: "2-digit", timeZoneName: "short", hourCycle: "h23" });

export const sayClock = (iso) => new Date(iso).toLocaleTimeString(conventions(), { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

export const sayDay = (iso) => new Date(iso).toLocaleDateString(conventions(), DAY);

await load(chosenLanguage()); // before any screen speaks
