// Questions to right holders, their alerts, and the news of administrators.

import { newClientId, request, send } from "../api_client.js";
import { addRequest, items } from "../storage/outbox.js";
import { sendOrKeep } from "./later.js";

const QUESTIONS = "/api/v1/questions";

export const listQuestions = () => send("GET", QUESTIONS);
export const readQuestion = (id) => send("GET", `${QUESTIONS}/${id}`);
export const unreadAnswers = async () => (await send("GET", `${QUESTIONS}/unread`)).unread;
export const addMessage = (id, text) => post("message", messagesOf(id), { text });
export const closeQuestion = (id) => send("POST", `${QUESTIONS}/${id}/close`);

export const sendQuestion = (question) => post("question", QUESTIONS, question);

// What was written to a question and has not gone yet.
export const waitingMessages = async (id) =>
  (await items()).filter((one) => one.url === messagesOf(id) && one.state === "waits").map((one) => one.json.text);

export const listAlerts = async () => (await send("GET", "/api/v1/alerts")).alerts;
export const listPorts = async () => (await send("GET", "/api/v1/alerts")).ports; // of the officer's country
export const listNews = async () => (await send("GET", "/api/v1/news")).news;

const messagesOf = (id) => `${QUESTIONS}/${id}/messages`;

const post = (what, url, json) =>
  sendOrKeep(() => addRequest({ what, method: "POST", url, json }), () => once("POST", url, json));

// Under a key of its own, so that an answer that was lost on its way does no harm.
async function once(method, url, json) {
  const headers = { "Content-Type": "application/json", "Idempotency-Key": newClientId() };
  return (await request(method, url, { body: JSON.stringify(json), headers })).json();
}
