// Builds elements of HTML, MathML and SVG. Words become text, never markup.

import { pieces, symbol } from "./mathml.mjs";
import * as exact from "./exact.mjs";
import { said } from "./words.mjs";

const SPACES = {
  math: "http://www.w3.org/1998/Math/MathML",
  svg: "http://www.w3.org/2000/svg",
};

function built(space, tag, attributes, children) {
  const found = space ? document.createElementNS(SPACES[space], tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) found.setAttribute(name, value);
  }
  found.append(...children);
  return found;
}

export const html = (tag, attributes = {}, ...children) => built("", tag, attributes, children);
export const svg = (tag, attributes = {}, ...children) => built("svg", tag, attributes, children);
export const byId = (id) => document.getElementById(id);

function maths(item) {
  if (!Array.isArray(item)) return item;
  const [tag, attributes, ...children] = item;
  return built("math", tag, attributes, children.map(maths));
}

const formulaOf = (items) => built("math", "math", {}, items.map(maths));

function joined(nodes) {
  return nodes.flatMap((node, index) => (index ? [html("wbr"), node] : [node]));
}

// A formula that the browser may break; what comes before stays with the first piece.
export function formula(tree, names, before = []) {
  const terms = pieces(tree, names);
  terms[0][0] = [...before, ...terms[0][0]];
  return joined(
    terms.map((factors) => {
      const found = joined(factors.map(formulaOf));
      return factors.length > 1 ? html("span", { class: "term" }, ...found) : found[0];
    }),
  );
}

export const letter = (text) => formulaOf([symbol(text)]);
export const EQUALS = ["mo", {}, "="];

// What a line derives: a word as text, a letter as a formula.
export function quantity(text) {
  return text.length === 1 || text[1] === "_" ? letter(text) : text;
}

export const equation = (text, value, names) =>
  formula(["#", value], names, [symbol(text), EQUALS]);

export function shape(places, point) {
  const extents = places.map((place) => exact.plain(point.at(place)));
  return html("span", { class: "size" }, extents.join("×") || "1");
}

// Words with numbers, sizes and formulas in them; a sentence has a capital and a full stop.
export function phrase(parts, point, names) {
  return parts.flatMap((part) => {
    if (!Array.isArray(part)) return [part];
    const [kind, ...inner] = part;
    if (kind === "x") return [shape(inner, point)];
    if (kind === "@") return number(point.at(inner[0]), names);
    if (kind === "f") return formula(inner[0], names);
    return [said(part, point)];
  });
}

export function number(value, names) {
  return exact.isWhole(value) ? [exact.grouped(value)] : formula(["#", value], names);
}

export function sentence(parts, point, names) {
  const found = phrase(parts, point, names);
  if (!found.length) return found;
  if (typeof found[0] === "string") found[0] = capital(found[0]);
  const ended = typeof found.at(-1) === "string" && found.at(-1).endsWith(".");
  return ended ? found : [...found, "."];
}

export const capital = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);

export function counted(value, data) {
  return value === 1n ? data.about.one : data.about.many;
}

export function fill(id, ...children) {
  const place = byId(id);
  place.replaceChildren(...children);
  place.hidden = !children.length;
}
