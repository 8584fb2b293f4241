// What is handed on of an inspection, and the taking back of a verdict.

import { request, send } from "../api_client.js";
import { addRequest } from "../storage/outbox.js";
import { sendOrKeep } from "./later.js";

const of = (id) => `/api/v1/inspections/${id}`;

// at: of the verdict that the officer sees; no other one is taken back.
export function undoVerdict(id, at) {
  const url = `${of(id)}/verdict?of=${encodeURIComponent(at)}`;
  return sendOrKeep(() => addRequest({ what: "undo", method: "DELETE", url, inspection: { id } }), () => send("DELETE", url));
}
export const readSeizure = (id) => send("GET", `${of(id)}/seizure`);
export const saveSeizure = (id, written) => send("PUT", `${of(id)}/seizure`, { json: written });
export const readGuide = (productId) => send("GET", `/api/v1/products/${productId}`); // names its right holder
export const readReport = async (id, file) => (await request("GET", `${of(id)}/${file}`)).blob();
