// Words with numbers in them: what the network's code says at a point.

import * as exact from "./exact.mjs";

// A text of the page, or a list of its parts with the places of numbers between them.
export function said(text, point) {
  if (typeof text === "string") return text;
  return text.map((part) => (Array.isArray(part) ? exact.plain(point.at(part[1])) : part)).join("");
}

// Why no network is there.
export function complaint(way, point) {
  return way.complaint
    .map((part) => (typeof part === "number" ? exact.plain(point.at(part)) : part))
    .join("");
}

// Each letter with its value and where that comes from, told once: [letter, value, words]. A letter
// with several values says for which layer inside each of them is.
export function origins(told, point) {
  const found = new Map();
  for (const [inside, letter, place, words] of told) {
    const values = found.get(letter) ?? new Map();
    found.set(letter, values);
    const value = point.at(place);
    const text = said(words, point);
    const key = `${exact.plain(value)} ${text}`;
    if (!values.has(key)) values.set(key, [inside, value, text]);
  }
  return [...found].flatMap(([letter, values]) =>
    [...values.values()].map(([inside, value, text]) => {
      const where = inside && values.size > 1 ? `for ${inside} ` : "";
      return [letter, value, where + text];
    }),
  );
}
