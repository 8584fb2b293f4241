// How the screens look: light or dark, and how large the type is. It says nothing of anybody's work.

const THEME = "ipm.theme", SIZE = "ipm.size";
const DARK = "(prefers-color-scheme: dark)";
let forTheDark = null;

export const THEMES = ["auto", "light", "dark"];
export const SIZES = ["100", "125", "150"]; // per cent

export const theme = () => chosen(THEME, THEMES);
export const size = () => chosen(SIZE, SIZES);

export function chooseTheme(value) {
  localStorage.setItem(THEME, value);
  applyAppearance();
}

export function chooseSize(value) {
  localStorage.setItem(SIZE, value);
  applyAppearance();
}

export function applyAppearance() {
  const chosenTheme = theme();
  const when = { auto: DARK, light: "not all", dark: "all" }[chosenTheme];
  for (const rule of rulesForTheDark()) rule.media.mediaText = when;
  document.documentElement.dataset.theme = chosenTheme;
  document.documentElement.dataset.size = size();
}

// Those that the style sheets wrote for phones that are set to dark: there is one palette for the dark.
function rulesForTheDark() {
  forTheDark ??= [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
    .filter((rule) => rule.media?.mediaText === DARK);
  return forTheDark;
}

const chosen = (name, known) => {
  const value = localStorage.getItem(name);
  return known.includes(value) ? value : known[0];
};
