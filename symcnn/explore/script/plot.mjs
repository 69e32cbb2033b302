// Draws the total along a symbol: an axis each, a line where networks are, a mark at the settings.

import * as exact from "./exact.mjs";
import { axisWords, logarithmicTicks, powerOf, tickLabel, ticks } from "./curve.mjs";
import { byId, capital, svg } from "./elements.mjs";

const HEIGHT = 320;
const NARROWEST = 300;
const WIDEST = 720;
const BOX = { left: 78, right: 18, top: 34, bottom: 48 };
// With so few points each has a dot.
const DOTTED = 40;
// About how many labels the lower axis has.
const MANY = 8;

const text = (x, y, anchor, words, kind) =>
  svg("text", { x, y, "text-anchor": anchor, class: kind }, words);

// Draws points, each [value, total or null], and the mark at a value.
export function plot(data, points, settings, logarithmic) {
  // As many units as there are pixels, so that letters have the size of the page's.
  const width = Math.max(NARROWEST, Math.min(WIDEST, byId("plot").clientWidth));
  const symbol = data.symbols[settings.axis][0];
  const known = points.filter(([, total]) => isDrawn(total, false));
  if (!known.length) {
    byId("plot").replaceChildren("There is nothing to draw in this range.");
    return;
  }
  const numbers = known.map(([, total]) => Number(total)).filter((total) => total > 0);
  const log = logarithmic && numbers.length > 0;
  const most = Math.max(...numbers, 1);
  const low = log ? Math.min(...numbers) : 0;
  const high = top(log, low, most);
  const ends = [points[0][0], points.at(-1)[0]].map(Number);
  const across = scale(ends, [BOX.left, width - BOX.right], false);
  const up = scale([low, high], [HEIGHT - BOX.bottom, BOX.top], log);
  const scales = { across, up, right: width - BOX.right };
  const parts = [
    ...gaps(points, scales),
    ...horizontal(log ? logarithmicTicks(low, high) : ticks(0, high), scales, log, most),
    ...named(data, log ? 0 : powerOf(most)),
    ...vertical(ticks(...ends, MANY), scales, symbol),
    ...curve(points, scales, log),
    ...mark(points, settings, scales, log),
  ];
  const label = described(data, symbol, known);
  const picture = svg("svg", {
    viewBox: `0 0 ${width} ${HEIGHT}`,
    role: "img",
    "aria-label": label,
  });
  picture.append(...parts);
  byId("plot").replaceChildren(picture);
}

// Whether a total has a place in the plot: there is one, of less than about 300 digits.
function isDrawn(total, logarithmic) {
  if (total === null || !exact.isWhole(total)) return false;
  return Number.isFinite(Number(total)) && (!logarithmic || total > 0n);
}

function scale([low, high], [from, to], logarithmic) {
  const of = logarithmic ? Math.log10 : (value) => value;
  const span = of(high) - of(low);
  return (value) => (span ? from + ((of(value) - of(low)) / span) * (to - from) : (from + to) / 2);
}

// The upper end of the axis: a round number above all.
function top(log, low, most) {
  if (log) return most === low ? low * 10 : most;
  const places = ticks(0, most);
  const step = places[1] - places[0] || 1;
  return Math.ceil(most / step) * step;
}

function horizontal(places, { up, right }, log, most) {
  // Labels of a logarithmic axis tell their numbers as they are.
  const label = (tick) => (log ? tickLabel(tick, 0, 1e6) : tickLabel(tick, powerOf(most)));
  return places.flatMap((tick) => {
    const y = up(tick);
    return [
      svg("line", { x1: BOX.left, x2: right, y1: y, y2: y, class: "grid" }),
      text(BOX.left - 8, y + 4, "end", label(tick)),
    ];
  });
}

function vertical(places, { across, right }, symbol) {
  const y = HEIGHT - BOX.bottom;
  const ground = svg("line", { x1: BOX.left, x2: right, y1: y, y2: y, class: "ground" });
  const labels = places.flatMap((tick) => {
    const x = across(tick);
    return [
      svg("line", { x1: x, x2: x, y1: y, y2: y + 5, class: "ground" }),
      text(x, y + 20, "middle", tickLabel(tick, 0)),
    ];
  });
  const middle = (BOX.left + right) / 2;
  return [ground, ...labels, text(middle, HEIGHT - 6, "middle", symbol, "axis symbol")];
}

function named({ about }, power) {
  return [text(8, 16, "start", axisWords(about.axis, about.unit, power), "axis")];
}

// Bands where no network is, each from the middle between two points to the next.
function gaps(points, { across, right }) {
  const half = points.length > 1 ? (across(Number(points[1][0])) - BOX.left) / 2 : 0;
  const y = BOX.top;
  const height = HEIGHT - BOX.bottom - BOX.top;
  return points
    .filter(([, total]) => total === null)
    .map(([value]) => {
      const x = Math.max(BOX.left, across(Number(value)) - half);
      const end = Math.min(right, across(Number(value)) + half);
      return svg("rect", { x, y, width: Math.max(0, end - x), height, class: "void" });
    });
}

// A line through the points, with a gap where no network is.
function curve(points, { across, up }, logarithmic) {
  const runs = [[]];
  for (const [value, total] of points) {
    if (isDrawn(total, logarithmic)) runs.at(-1).push([across(Number(value)), up(Number(total))]);
    else if (runs.at(-1).length) runs.push([]);
  }
  const lines = runs
    .filter((run) => run.length > 1)
    .map((run) =>
      svg("polyline", { points: run.map((at) => at.join(",")).join(" "), class: "line" }),
    );
  const alone =
    points.length <= DOTTED ? runs.flat() : runs.filter((run) => run.length === 1).flat();
  return [...lines, ...alone.map(([cx, cy]) => svg("circle", { cx, cy, r: 2.5, class: "dot" }))];
}

function mark(points, { values, axis, total }, { across, up }, logarithmic) {
  const value = values[axis];
  if (value < points[0][0] || value > points.at(-1)[0]) return [];
  const x = across(Number(value));
  const line = svg("line", { x1: x, x2: x, y1: BOX.top, y2: HEIGHT - BOX.bottom, class: "at" });
  if (!isDrawn(total, logarithmic)) return [line];
  const y = up(Number(total));
  if (y < 0 || y > HEIGHT) return [line];
  return [line, svg("circle", { cx: x, cy: y, r: 5.5, class: "mark" })];
}

function described(data, symbol, known) {
  const told = ([value, total]) => `${exact.grouped(total)} at ${symbol} = ${value}`;
  return capital(
    `${data.about.many} against ${symbol}: from ${told(known[0])} to ${told(known.at(-1))}`,
  );
}
