// Sets derivations in displays of LaTeX: bodies of `aligned` that fit a slide.

import { formula, pieces } from "./latex.mjs";
import { lines, measure } from "./width.mjs";

// The text of a slide is 28 em wide and about ten rows of a display high.
const WIDTH = 27;
const HEIGHT = 9;
const EQUALS = 1.34;
const INDENT = 1.3;
const NARROWEST = 8;
// How much a fraction adds to the height of a row.
const FRACTION = 0.75;
// A row is filled to this part before the best place to break counts.
const FILLED = 0.4;
// From here on the rows of a layer hold several steps each; where even that is too high, the steps
// between are left out.
const MANY = 7.5;
const TOO_MANY = 12;

// How many fractions stand within each other at most.
function nesting(text) {
  let deepest = 0;
  let depth = 0;
  let parts = 0;
  const opened = [];
  for (const [sign] of text.matchAll(/\\frac|(?<!\\)[{}]/g)) {
    if (sign === "{") {
      opened.push([parts > 0, Math.max(parts - 1, 0)]);
      depth += parts > 0 ? 1 : 0;
      deepest = Math.max(deepest, depth);
      parts = 0;
    } else if (sign === "}") {
      const [was, left] = opened.pop();
      depth -= was ? 1 : 0;
      parts = left;
    } else parts = 2;
  }
  return deepest;
}

function height({ right }) {
  if (right.includes("\\frac")) return 1 + FRACTION * nesting(right);
  return right.includes("\\Big") ? 1 + FRACTION : 1;
}

const heights = (rows) => rows.reduce((sum, row) => sum + height(row), 0);
const high = (chains) => chains.flat(1).reduce((sum, rows) => sum + heights(rows), 0);

function inLines(tree, data, room) {
  const text = formula(tree, data.names);
  if (measure(text, data.widths) <= room) return [text];
  const parts = pieces(tree, data, room - INDENT);
  if (parts.reduce((sum, part) => sum + part.width, 0) <= room) {
    return [parts.map((part) => part.text).join("")];
  }
  return lines(parts, room, INDENT, FILLED);
}

function rowsOf(left, quantity, [first, ...rest]) {
  const more = rest.map((text) => ({ quantity: "", left: "", right: `\\quad ${text}` }));
  return [{ quantity, left, right: `= ${first}` }, ...more];
}

// One row for each line, more where it is wide.
function stacked({ name, lines: trees }, data, room) {
  const quantity = data.names[name][1];
  return trees.map((tree, index) =>
    rowsOf(index ? "" : quantity, quantity, inLines(tree, data, room)),
  );
}

// Lines one after the other, in a row if they fit; a new row starts at an equals sign.
function side({ name }, trees, data, room) {
  const quantity = data.names[name][1];
  const rows = [];
  let line = "";
  let free = room + EQUALS;
  const end = () => rows.push({ quantity, left: rows.length ? "" : quantity, right: line });
  for (const tree of trees) {
    const texts = inLines(tree, data, room);
    const needed = measure(texts[0], data.widths) + EQUALS;
    if (line && (texts.length > 1 || needed > free)) {
      end();
      [line, free] = ["", room + EQUALS];
    }
    if (texts.length > 1) rows.push(...rowsOf(rows.length ? "" : quantity, quantity, texts));
    else {
      line = line ? `${line} = ${texts[0]}` : `= ${texts[0]}`;
      free -= needed;
    }
  }
  if (line) end();
  return rows;
}

// Formula, the numbers put in, the result.
function brief({ lines: trees, lettered }) {
  const kept = trees.slice(0, -1).slice(0, lettered ? 2 : 1);
  return [...kept, trees.at(-1)];
}

function sectionRows(chains, data) {
  const widest = Math.max(...chains.map(({ name }) => measure(data.names[name][1], data.widths)));
  const room = Math.max(WIDTH - EQUALS - widest, NARROWEST);
  const found = chains.map((chain) => stacked(chain, data, room));
  const tooHigh = high(found) > MANY;
  if (chains.length > 1 || tooHigh) {
    chains.forEach((chain, index) => {
      const row = side(chain, chain.lines, data, room);
      if (tooHigh || row.length === 1) found[index] = [row];
    });
  }
  if (high(found) <= TOO_MANY) return found;
  return chains.map((chain) => [side(chain, brief(chain), data, room)]);
}

const isEquation = ({ left, right }) => left || right.startsWith("=");

function place(rows, shown) {
  let filled = heights(shown.at(-1));
  for (const row of rows) {
    if (filled + height(row) > HEIGHT) {
      shown.push([]);
      filled = 0;
    }
    const last = shown.at(-1);
    const named = !row.left && row.right.startsWith("=") && !last.some(isEquation);
    last.push(named ? { ...row, left: row.quantity } : row);
    filled += height(row);
  }
}

function aligned(rows) {
  const body = rows.map(({ left, right }) => (left ? `${left} &${right}` : `&${right}`));
  return `\\begin{aligned}\n${body.join(" \\\\\n")}\n\\end{aligned}`;
}

// The displays of a layer; a chain stays together if it can, else each of its lines does.
export function displays(chains, data) {
  const shown = [[]];
  for (const chain of sectionRows(chains, data)) {
    const whole = high([chain]);
    if (whole <= HEIGHT && heights(shown.at(-1)) + whole > HEIGHT) shown.push([]);
    for (const rows of chain) {
      if (heights(shown.at(-1)) + heights(rows) > HEIGHT) shown.push([]);
      place(rows, shown);
    }
  }
  return shown.filter((rows) => rows.length).map(aligned);
}

// The displays as they are copied: one as it is, several each between its own signs.
export function copyable(chains, data) {
  const found = displays(chains, data);
  return found.length === 1 ? found[0] : found.map((body) => `\\[\n${body}\n\\]`).join("\n");
}
