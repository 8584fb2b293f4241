// The last day of use in a GS1 code. Source: GS1 General Specifications 3.4.6 and 7.12.

// "YYMMDD" or "YYMMDDhhmm" → "YYYY-MM-DD"; day 00 is the end of the month; null if it is no date.
export function lastDayOf(digits, today = new Date()) {
  if (!digits) return null;
  const [short, month, given, hour, minute = 0] = digits.match(/../g).map(Number);
  const thisYear = today.getUTCFullYear();
  let year = thisYear - (thisYear % 100) + short; // from 49 years ago to 50 years ahead
  if (year - thisYear > 50) year -= 100;
  if (year - thisYear < -49) year += 100;
  const longest = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const day = given || longest;
  if (month < 1 || month > 12 || day > longest) return null;
  if (hour !== undefined && !(hour === 99 && minute === 99) && (hour > 23 || minute > 59)) return null;
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

// The day after the last day of use has begun, where the officer stands.
export function isPast(day, now = new Date()) {
  const [year, month, date] = day.split("-").map(Number);
  return now >= new Date(year, month - 1, date + 1);
}
