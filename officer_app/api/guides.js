// Guides, searches and pictures; without a network from what the phone carries along.

import { request, send } from "../api_client.js";
import * as carried from "../offline_guides.js";

export const readProduct = (id) => orCarried(
  () => send("GET", `/api/v1/products/${id}`), () => carried.guide(id));

// found: {q, brand, category, cursor}; what is empty is not sent.
export const searchProducts = (asked) => orCarried(
  () => send("GET", `/api/v1/products?${new URLSearchParams({ limit: "20", ...filled(asked) })}`), () => carried.search(asked));

export const lookUpBarcode = (text) => orCarried(
  () => send("POST", "/api/v1/barcodes", { json: { text } }), () => carried.lookUp(text));

export const readPicture = (url) => orCarried(
  async () => (await request("GET", url)).blob(), () => carried.picture(url));

export const listBrands = () => orCarried(() => send("GET", "/api/v1/brands"), () => carried.brands());
export const listCategories = () => orCarried(() => send("GET", "/api/v1/categories"), () => carried.categories());

export const listFavourites = () => orCarried(() => send("GET", "/api/v1/favourites"), () => carried.favourites());
export const addFavourite = (id) => send("PUT", `/api/v1/favourites/${id}`);
export const removeFavourite = (id) => send("DELETE", `/api/v1/favourites/${id}`);

async function orCarried(ask, find) {
  try {
    return await ask();
  } catch (error) {
    const found = error.status === 0 ? await find() : null;
    if (found) return found;
    throw error;
  }
}

const filled = (asked) => Object.fromEntries(Object.entries(asked).filter(([, value]) => value));
