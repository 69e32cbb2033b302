// Works out the numbers on the tape at one point, and finds the way that the network's code goes.

import * as exact from "./exact.mjs";
import { NoValue, add, divide, multiply, power } from "./exact.mjs";

// The operations in the order of their numbers on the page.
const WORK = [
  (parts) => parts.reduce(add),
  (parts) => parts.reduce(multiply),
  ([a, b]) => divide(a, b),
  ([a, b]) => power(a, b),
  ([a, b]) => exact.modulo(a, b),
  ([a]) => exact.floor(a),
  ([a]) => exact.ceiling(a),
  (parts) => parts.reduce(exact.least),
  (parts) => parts.reduce(exact.most),
];
const ANSWERS = [
  (left, right) => exact.compare(left, right) < 0,
  (left, right) => exact.compare(left, right) <= 0,
  (left, right) => exact.compare(left, right) === 0,
  (left) => exact.isWhole(left),
  (left, right) => exact.fits(left, right),
];

// The numbers of the tape where the symbols have these values; each is worked out when asked for.
export class Point {
  constructor(data, values) {
    this.tape = data.tape;
    this.values = values;
    this.known = new Map();
  }

  at(place) {
    const waiting = [place];
    while (waiting.length) {
      const each = waiting.at(-1);
      const missing = this.known.has(each)
        ? []
        : this.parts(each).filter((p) => !this.known.has(p));
      if (missing.length) {
        waiting.push(...missing);
        continue;
      }
      if (!this.known.has(each)) this.known.set(each, this.worked(each));
      waiting.pop();
    }
    return this.known.get(place);
  }

  parts(place) {
    const entry = this.tape[place];
    return Array.isArray(entry) && entry[0] >= 0 ? entry.slice(1) : [];
  }

  worked(place) {
    const entry = this.tape[place];
    if (!Array.isArray(entry)) return exact.read(entry);
    const [kind, ...parts] = entry;
    if (kind < 0) return this.values[parts[0]];
    return WORK[kind](parts.map((part) => this.known.get(part)));
  }
}

// The way at a point, null where the page holds none. Questions are asked in the order in which the
// network's code asked them, so that nothing is worked out which a question before rules out.
export function wayAt(data, point) {
  let next = data.root;
  try {
    while (next >= 0) {
      const [relation, left, right, yes, no] = data.forks[next];
      next = ANSWERS[relation](point.at(left), point.at(right)) ? yes : no;
    }
  } catch (error) {
    if (error instanceof NoValue) return null;
    throw error;
  }
  return next === -1 ? null : data.ways[-2 - next];
}
