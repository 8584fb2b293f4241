// What a clock on a contact's wall says, and whether somebody answers now.

import { conventions } from "./strings/language.js";

const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const DAY = 24 * 60;

// {time: "14:05", isOpen, opens: "Tue 09:00" or null}. Of a carried guide it is worked out here.
export function officeHours(contact, moment = new Date()) {
  if (contact.is_open !== undefined) {
    return { time: contact.local_time.slice(11, 16), isOpen: contact.is_open, opens: contact.opens_at ? sayOpening(contact.opens_at.slice(0, 16)) : null };
  }
  const local = localTime(contact.time_zone, moment);
  const time = local.slice(11);
  if (contact.always || !Object.keys(contact.hours).length) return { time, isOpen: true, opens: null };
  const midnight = Date.parse(`${local.slice(0, 10)}T00:00Z`);
  const now = minutes(time);
  const spans = Array.from({ length: 9 }, (_, place) => span(contact.hours, midnight, place - 1)).filter(Boolean);
  if (spans.some(([start, end]) => start <= now && now < end)) return { time, isOpen: true, opens: null };
  const next = spans.map(([start]) => start).find((start) => start > now);
  return { time, isOpen: false, opens: next === undefined ? null : sayOpening(new Date(midnight + next * 60_000).toISOString().slice(0, 16)) };
}

// Minutes after midnight; hours that end before they begin end the next day.
function span(hours, midnight, day) {
  const weekday = WEEKDAYS[(new Date(midnight + day * DAY * 60_000).getUTCDay() + 6) % 7];
  if (!hours[weekday]) return null;
  const [opens, closes] = hours[weekday].map(minutes);
  return [day * DAY + opens, day * DAY + closes + (closes <= opens ? DAY : 0)];
}

const minutes = (time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

// "2026-11-22T14:05" there.
function localTime(timeZone, moment) {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  });
  const parts = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, value]));
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}`;
}

const sayOpening = (local) =>
  new Date(`${local}Z`).toLocaleString(conventions(), { timeZone: "UTC", weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
