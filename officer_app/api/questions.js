// Questions to right holders, their alerts, and the news of administrators.

import { newClientId, request, send } from "../api_client.js";
import { addRequest, remove } from "../storage/outbox.js";
import { sent } from "../storage/sending.js";
import { canSeal } from "../storage/vault.js";

const QUESTIONS = "/api/v1/questions";

export const listQuestions = () => send("GET", QUESTIONS);
export const readQuestion = (id) => send("GET", `${QUESTIONS}/${id}`);
export const unreadAnswers = async () => (await send("GET", `${QUESTIONS}/unread`)).unread;
export const addMessage = (id, text) => once("POST", `${QUESTIONS}/${id}/messages`, { text });
export const closeQuestion = (id) => send("POST", `${QUESTIONS}/${id}/close`);

// Sealed on the phone first: without a network it waits there, and goes by itself exactly once.
export async function sendQuestion(question) {
  if (!canSeal) return once("POST", QUESTIONS, question);
  const { id } = await addRequest({ what: "question", method: "POST", url: QUESTIONS, json: question });
  try {
    return await sent(id);
  } catch (error) {
    if (isRefused(error)) await remove(id); // told at once; not worth keeping
    else error.waits = true;
    throw error;
  }
}

const isRefused = ({ status }) => status >= 400 && status < 500 && ![401, 408, 425, 429].includes(status);

export const listAlerts = async () => (await send("GET", "/api/v1/alerts")).alerts;
export const listPorts = async () => (await send("GET", "/api/v1/alerts")).ports; // of the officer's country
export const listNews = async () => (await send("GET", "/api/v1/news")).news;

// Under a key of its own, so that an answer that was lost on its way does no harm.
async function once(method, url, json) {
  const headers = { "Content-Type": "application/json", "Idempotency-Key": newClientId() };
  return (await request(method, url, { body: JSON.stringify(json), headers })).json();
}
