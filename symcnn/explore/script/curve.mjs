// The total along a symbol: worked out a few points at a time, and remembered.

import * as exact from "./exact.mjs";
import { stops } from "./settings.mjs";
import { Point, wayAt } from "./tape.mjs";

// Of a slider with more stops, so many are worked out.
const MOST_POINTS = 200;
// Milliseconds of work between two looks of the page, and curves that are remembered.
const TURN = 6;
const REMEMBERED = 60;

function totalAt(data, values) {
  const point = new Point(data, values);
  const way = wayAt(data, point);
  return way && !way.complaint ? point.at(way.total) : null;
}

// The places of the stops to work out; the ends are among them.
function places(length) {
  if (length <= MOST_POINTS) return Array.from({ length }, (_, index) => index);
  const step = (length - 1) / (MOST_POINTS - 1);
  return Array.from({ length: MOST_POINTS }, (_, index) => Math.round(index * step));
}

// Gives back a function that asks for the curve of settings; `ready` is called with its points,
// each [value, total or null], at once where they are known, else when they are worked out.
export function curves(data, ready) {
  const known = new Map();
  let wanted = "";

  function work(key, run, values, axis, done) {
    if (key !== wanted) return;
    const end = performance.now() + TURN;
    const order = places(run.length);
    while (done.length < order.length && performance.now() < end) {
      const value = run.at(order[done.length]);
      done.push([value, totalAt(data, put(values, axis, value))]);
    }
    if (done.length < order.length) {
      requestAnimationFrame(() => work(key, run, values, axis, done));
      return;
    }
    if (known.size >= REMEMBERED) known.delete(known.keys().next().value);
    known.set(key, done);
    ready(done);
  }

  return ({ values, axis }) => {
    const key = `${axis}:${put(values, axis, "")}`;
    if (known.has(key)) {
      wanted = key;
      ready(known.get(key));
    } else if (key !== wanted) {
      wanted = key;
      work(key, stops(data.symbols[axis]), values, axis, []);
    }
  };
}

function put(values, index, value) {
  const found = [...values];
  found[index] = value;
  return found;
}

// --- axes ----------------------------------------------------------------------------------------

const TICKS = 5;
// Numbers below are written as they are.
const PLAIN = 10_000;
const MULTIPLES = { 3: "thousands", 6: "millions", 9: "billions", 12: "trillions" };
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

const raised = (power) => `10${[...String(power)].map((digit) => RAISED[digit]).join("")}`;

// Round numbers between two ends.
export function ticks(low, high, count = TICKS) {
  const raw = (high - low) / count || 1;
  const size = 10 ** Math.floor(Math.log10(raw));
  const step = Math.max(1, [1, 2, 5, 10].find((each) => each * size >= raw) * size);
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, n) => (first + n) * step);
}

// Powers of ten; where they would be fewer than two, round numbers.
export function logarithmicTicks(low, high) {
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  if (last - first < 1) return ticks(low, high).filter((tick) => tick > 0);
  const step = Math.ceil((last - first + 1) / 7);
  const count = Math.floor((last - first) / step) + 1;
  return Array.from({ length: count }, (_, n) => 10 ** (first + n * step));
}

// By which power of ten the labels of an axis are divided, a multiple of three.
export function powerOf(high) {
  const digits = String(BigInt(Math.floor(high))).length;
  return high < PLAIN ? 0 : 3 * Math.floor((digits - 1) / 3);
}

// The words of an axis, "memory in millions of bytes".
export function axisWords(words, unit, power) {
  const multiple = power ? (MULTIPLES[power] ?? `units of ${raised(power)}`) : "";
  const of = multiple && unit && MULTIPLES[power] ? "of" : "";
  const divided = [multiple, of, unit].filter(Boolean).join(" ");
  return divided ? `${words} in ${divided}` : words;
}

// A number at a tick; from `large` on with its power of ten.
export function tickLabel(tick, power, large = 1e15) {
  const value = tick / 10 ** power;
  if (value >= large) {
    const [factor, exponent] = Number(value.toPrecision(3)).toExponential().split("e+");
    return factor === "1" ? raised(exponent) : `${factor}·${raised(exponent)}`;
  }
  return Number.isInteger(value)
    ? exact.grouped(BigInt(value))
    : String(Number(value.toPrecision(3)));
}
