// An inspection whose first photo still waits on this phone. Until it is sent it goes by the photo's
// own id, and afterwards the service knows it by that name, too (client_id).

import { Problem, readInspection } from "./api_client.js";
import { KEPT } from "./pictures.js";
import { items } from "./storage/outbox.js";
import { arrivedAt } from "./storage/sending.js";
import { say } from "./strings/language.js";

// As the service would tell it; `waits` says that it has not looked at the photos yet.
export async function waitingInspection(id) {
  const arrived = await arrivedAt(id);
  if (arrived) return readInspection(arrived);
  const all = (await items()).filter((one) => one.state !== "deleted");
  const first = all.find((one) => one.id === id);
  if (!first) throw new Problem(404, say("photoGone"));
  const followers = all.filter((one) => one.inspection?.waits === id);
  const { barcode = "", place = "", notes = "" } = first.about;
  return {
    id, client_id: id, waits: true, barcode, place, notes, codes: [], candidates: [], earlier_verdicts: [],
    photos: [first, ...followers.filter((one) => one.kind === "photo")].map((one) => ({ id: one.id, url: KEPT + one.id })),
    verdict: followers.find((one) => one.kind === "verdict")?.json ?? null,
  };
}
