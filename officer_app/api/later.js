// Sealed on the phone first, then sent: without a network it waits there, and goes by itself exactly once.

import { Problem } from "../api_client.js";
import { remove } from "../storage/outbox.js";
import { sent } from "../storage/sending.js";
import { canSeal } from "../storage/vault.js";
import { say } from "../strings/language.js";

/*
 * add() puts it into the outbox; atOnce() sends it from memory, where nothing can be kept. → what the
 * service answers. A Problem with `waits` says that it is kept and goes later.
 */
export async function sendOrKeep(add, atOnce) {
  if (!canSeal) return atOnce();
  let item;
  try {
    item = await add();
  } catch (error) {
    if (error.kind !== "storage-full") throw error;
    return withoutRoom(atOnce);
  }
  try {
    return await sent(item.id);
  } catch (error) {
    if (isRefused(error)) await remove(item.id); // told at once; not worth keeping
    else error.waits = true;
    throw error;
  }
}

async function withoutRoom(atOnce) {
  try {
    return await atOnce();
  } catch (error) {
    throw error.status === 0 ? new Problem(0, say("noRoom")) : error;
  }
}

const isRefused = ({ status }) => status >= 400 && status < 500 && ![401, 408, 425, 429].includes(status);
