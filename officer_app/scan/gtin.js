// Product numbers: 8, 12, 13 or 14 digits are one number, kept as 14; as ipm_api/gtin.py.

// Null if *text* is none: another length, another character, all zeros, a wrong last digit.
export function gtinOf(text) {
  const digits = text.replace(/[ -]/g, "");
  if (!/^([0-9]{8}|[0-9]{12,14})$/.test(digits) || !/[1-9]/.test(digits)) return null;
  const gtin = digits.padStart(14, "0");
  return checkDigit(gtin.slice(0, -1)) === gtin.at(-1) ? gtin : null;
}

// The twelve digits behind a UPC-E of eight, or *text* itself where it is none.
export function expandedUpc(text) {
  const match = /^([01])([0-9]{5})([0-9])([0-9])$/.exec(text);
  if (!match) return text;
  const [, system, five, last, check] = match;
  const middle = {
    3: `${five.slice(0, 3)}00000${five.slice(3)}`,
    4: `${five.slice(0, 4)}00000${five.slice(4)}`,
  }[last] ?? (last < "3" ? `${five.slice(0, 2)}${last}0000${five.slice(2)}` : `${five}0000${last}`);
  return checkDigit(`${system}${middle}`) === check ? `${system}${middle}${check}` : text;
}

// 14 digits as they stand under the bars: 8, 12, 13 or all of them.
export const printed = (gtin) => gtin.replace(/^(0{6}(?=.{8}$)|00(?=.{12}$)|0(?=.{13}$))/, "");

// Prefixes of numbers that a shop, a region or a publisher gave out: they name no product the world over.
const NOT_TRADE_ITEMS = [["020", "029"], ["040", "059"], ["200", "299"], ["977", "984"], ["990", "999"]];
const NOT_TRADE_ITEMS_8 = [["000", "099"], ["200", "299"]]; // GTIN-8 has prefixes of its own

export function isTradeItem(gtin) {
  const short = gtin.startsWith("000000");
  const prefix = short ? gtin.slice(6, 9) : gtin.slice(1, 4);
  return !(short ? NOT_TRADE_ITEMS_8 : NOT_TRADE_ITEMS).some(([first, last]) => first <= prefix && prefix <= last);
}

function checkDigit(digits) {
  const sum = [...digits].reverse().reduce((total, digit, place) => total + Number(digit) * (place % 2 ? 1 : 3), 0);
  return String((10 - (sum % 10)) % 10);
}
