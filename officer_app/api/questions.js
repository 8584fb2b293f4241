// Questions to right holders, their alerts, and the news of administrators.

import { newClientId, request, send } from "../api_client.js";

const QUESTIONS = "/api/v1/questions";

export const listQuestions = () => send("GET", QUESTIONS);
export const readQuestion = (id) => send("GET", `${QUESTIONS}/${id}`);
export const unreadAnswers = async () => (await send("GET", `${QUESTIONS}/unread`)).unread;
export const addMessage = (id, text) => once("POST", `${QUESTIONS}/${id}/messages`, { text });
export const closeQuestion = (id) => send("POST", `${QUESTIONS}/${id}/close`);
export const sendQuestion = (question) => once("POST", QUESTIONS, question);
export const listAlerts = async () => (await send("GET", "/api/v1/alerts")).alerts;
export const listNews = async () => (await send("GET", "/api/v1/news")).news;

// Under a key of its own, so that an answer that was lost on its way does no harm.
async function once(method, url, json) {
  const headers = { "Content-Type": "application/json", "Idempotency-Key": newClientId() };
  return (await request(method, url, { body: JSON.stringify(json), headers })).json();
}
