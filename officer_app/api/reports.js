// What is handed on of an inspection, and the taking back of a verdict.

import { request, send } from "../api_client.js";

const of = (id) => `/api/v1/inspections/${id}`;

export const undoVerdict = (id) => send("DELETE", `${of(id)}/verdict`);
export const readSeizure = (id) => send("GET", `${of(id)}/seizure`);
export const saveSeizure = (id, written) => send("PUT", `${of(id)}/seizure`, { json: written });
export const readGuide = (productId) => send("GET", `/api/v1/products/${productId}`); // names its right holder
export const readReport = async (id, file) => (await request("GET", `${of(id)}/${file}`)).blob();
