// The port at hand: chosen once, sealed on this phone, and told to nobody.

import { remember, remembered } from "./storage/desk.js";

// { locode, name }, or null: all ports alike.
export const port = () => remembered("port", null);
export const choosePort = (chosen) => remember("port", chosen ?? undefined);

// 0: for this port · 1: for every port · 2: for others.
export function distance({ ports }) {
  if (!ports.length || !port()) return 1;
  return ports.some((one) => one.locode === port().locode) ? 0 : 2;
}
