// The legal time of a question, in words.

import { conventions, say } from "./strings/language.js";

const MINUTE = 60_000, HOUR = 60, DAY = 24 * HOUR;

export function clockWords(question, now = Date.now()) {
  if (question.closed_at) return say("questionClosed");
  if (question.answered_at) return say("answered");
  const until = sayMoment(question.deadline);
  const minutes = Math.floor((Date.parse(question.deadline) - now) / MINUTE);
  return minutes < 0 ? say("timeOver", { until }) : say("timeLeft", { time: sayTimeLeft(minutes), until });
}

// "Tue 24 Nov, 14:00 CET"
export const sayMoment = (iso) => new Date(iso).toLocaleString(conventions(), {
  weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", timeZoneName: "short", hourCycle: "h23",
});

// "2 days 4 hours": the two largest units.
export function sayTimeLeft(minutes) {
  const parts = [[Math.floor(minutes / DAY), "day"], [Math.floor((minutes % DAY) / HOUR), "hour"], [minutes % HOUR, "minute"]];
  const first = parts.findIndex(([count]) => count > 0);
  if (first < 0) return unit(0, "minute");
  return parts.slice(first, first + 2).filter(([count]) => count > 0).map(([count, name]) => unit(count, name)).join(" ");
}

const unit = (count, name) =>
  new Intl.NumberFormat(conventions(), { style: "unit", unit: name, unitDisplay: "long" }).format(count);
