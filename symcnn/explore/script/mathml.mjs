// Formulas in MathML: lists of elements, an element being [tag, attributes, ...children]. Between
// them stand marks where a line may end, which no browser does within a `math` by itself.

import * as exact from "./exact.mjs";
import { write } from "./write.mjs";

const TERM = "term";
const FACTOR = "factor";
// Formulas of more signs than this come in pieces.
const WIDE = 24;
const BRACKETS = { group: "()", floor: "⌊⌋", ceil: "⌈⌉" };

const element = (tag, ...children) => [tag, {}, ...children];
const isMark = (item) => item === TERM || item === FACTOR;
const solid = (items) => items.filter((item) => !isMark(item));

// Elements as one, as scripts and fractions want their parts.
function one(items) {
  const parts = solid(items);
  const alone = parts.length === 1 && parts[0].slice(2).every((child) => !Array.isArray(child));
  return alone ? parts[0] : element("mrow", ...parts);
}

function has(items, tag) {
  return items.some((item) => Array.isArray(item) && (item[0] === tag || has(item.slice(2), tag)));
}

// Brackets grow only with a fraction, never with a mere superscript.
function enclosed(kind, items) {
  const body = solid(items);
  const attributes = has(body, "mfrac") ? {} : { stretchy: "false" };
  const [opening, closing] = [...BRACKETS[kind]].map((sign) => ["mo", attributes, sign]);
  return [element("mrow", opening, ...body, closing)];
}

const identifier = (text) => element(/^\p{Nd}+$/u.test(text) ? "mn" : "mi", text);

// A letter is italic, a word upright; subscripts and primes are set.
export function symbol(text) {
  const bare = text.replace(/′+$/, "");
  const [head, ...subscripts] = bare.split("_");
  let found = identifier(bare);
  if ([...head].length === 1 && subscripts.length && subscripts.every(Boolean)) {
    const marks = subscripts.flatMap((mark, index) =>
      index ? [element("mo", ","), identifier(mark)] : [identifier(mark)],
    );
    found = element(
      "msub",
      identifier(head),
      marks.length > 1 ? element("mrow", ...marks) : marks[0],
    );
  }
  return bare === text ? found : element("mrow", found, element("mo", text.slice(bare.length)));
}

const dialect = (names) => ({
  number: (value) =>
    exact.isWhole(value)
      ? [element("mn", exact.grouped(value))]
      : [element("mfrac", ...[value.n, value.d].map((part) => element("mn", exact.grouped(part))))],
  name: (name) => [symbol(names[name][0])],
  sum: (terms) =>
    terms.flatMap(([sign, items]) =>
      sign ? [TERM, element("mo", sign === "-" ? "−" : "+"), ...items] : items,
    ),
  product: (factors) =>
    factors.flatMap((items, index) => (index ? [FACTOR, element("mo", "·"), ...items] : items)),
  quotient: (above, below) => [element("mfrac", one(above), one(below))],
  power: (base, exponent) => [element("msup", one(base), one(exponent))],
  negative: (items) => [["mo", { form: "prefix" }, "−"], ...items],
  group: (items) => enclosed("group", items),
  function: (name, lists) => {
    if (name in BRACKETS) return enclosed(name, lists[0]);
    const inner = lists.flatMap((items, index) => (index ? [element("mo", ","), ...items] : items));
    return [element("mi", name), ...enclosed("group", inner)];
  },
});

// About how many signs of a line a formula takes; a mark counts as one.
const signs = (items) =>
  items.reduce((sum, item) => {
    if (isMark(item)) return sum + 1;
    return sum + (Array.isArray(item) ? signs(item.slice(2)) : [...item].length);
  }, 0);

function split(items, mark) {
  const found = [[]];
  for (const item of items) {
    if (item === mark) found.push([]);
    else found.at(-1).push(item);
  }
  return found;
}

// A sign at the start of a piece keeps the space of one between two parts.
function infix(items) {
  const [[tag, attributes, ...inside], ...rest] = items;
  const between = tag === "mo" && !Object.keys(attributes).length;
  return between ? [[tag, { form: "infix" }, ...inside], ...rest] : items;
}

// A formula in terms, each in factors, each of these elements for a `math` of its own.
export function pieces(tree, names) {
  const items = write(tree, dialect(names));
  if (!items.some(isMark) || signs(items) <= WIDE) return [[solid(items)]];
  return split(items, TERM).map((term) => split(term, FACTOR).map((part) => infix(solid(part))));
}
