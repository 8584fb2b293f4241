// One photo on its way: in pieces as long as the network bears, from where it broke off.

import { Problem, request, send } from "../api_client.js";
import { copyArrived, copyOf, finish, photoOf } from "./outbox.js";

const URL = "/api/v1/photo-uploads";
const SMALLEST = 32_768; // bytes of a piece
const LARGEST = 2_097_152;
const QUICK = 1_000; // ms; after a quicker piece the next one is larger
const SLOW = 4_000; // ms; after a slower one it is smaller
const PATIENCE = 60_000; // ms; then a silent line counts as broken
const ASK_AGAIN = ["not-found", "conflict", "digest-mismatch", "reading-reason-needed", "reading-budget-spent"];

let pieceSize = 262_144; // what the network bore last

/*
 * → { next, report }: next is the item if its original is still to be sent, else null; report is
 * what the service said of the photos, or null.
 * isUrgent() → another item shall go first: this one stops between two pieces.
 */
export async function sendPhoto(item, progress, isUrgent, signal) {
  const first = !item.place && item.copy;
  const bytes = await (first ? copyOf(item.id) : photoOf(item.id));
  let told = await declare(item, first, signal);
  let wrong = 0; // answers after which it is asked anew how far the photo is
  while (told.id) {
    progress(told.received / bytes.byteLength);
    if (isUrgent()) return { next: item, report: null };
    try {
      told = await sendPiece(told, bytes, signal);
    } catch (error) {
      const before = told.received;
      if (!ASK_AGAIN.includes(error.kind) || ++wrong > 2) throw error;
      told = await declare(item, first, signal); // refused again, or it is there already
      if (told.id && told.received === before) throw error;
    }
  }
  progress(1);
  const place = { inspection_id: told.inspection_id, photo_id: told.photo_id };
  if (first) return { next: await copyArrived(item, place), report: told.inspection };
  await finish(item, place.inspection_id);
  return { next: null, report: told.inspection, inspectionId: place.inspection_id };
}

function declare(item, first, signal) {
  const { sha256, size } = first || item;
  return send("POST", URL, {
    timeout: PATIENCE,
    signal,
    json: {
      client_id: item.id, sha256, size, file_name: first ? "" : item.name,
      ...(first ? { original_sha256: item.sha256, original_size: item.size } : {}),
      ...(item.place ?? (item.inspection ? { inspection_id: item.inspection.id } : about(item))),
    },
  });
}

const about = (item) => Object.fromEntries(Object.entries(item.about).filter(([, value]) => value));

async function sendPiece({ id, received }, bytes, signal) {
  const began = performance.now();
  try {
    const answer = await request("PUT", `${URL}/${id}/pieces/${received}`, {
      body: bytes.slice(received, received + pieceSize),
      headers: { "Content-Type": "application/octet-stream" },
      timeout: PATIENCE,
      signal,
    });
    const told = await answer.json();
    const took = performance.now() - began;
    if (told.id && took < QUICK) pieceSize = Math.min(LARGEST, pieceSize * 2);
    if (told.id && took > SLOW) pieceSize = Math.max(SMALLEST, pieceSize / 2);
    return told;
  } catch (error) {
    if (error instanceof Problem && error.status === 0) pieceSize = Math.max(SMALLEST, pieceSize / 2);
    throw error instanceof Problem ? error : new Problem(0, error.message); // cut within the answer
  }
}
