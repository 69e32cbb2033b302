// Formulas as trees, and the lines from a formula to its value. A tree is a list: its operation and
// its parts. Leaves are ["#", number] and ["n", name]; on the page also ["@", place, name] and
// ["&", line, name], a letter with the place of its value or the line that derives it.

import * as exact from "./exact.mjs";

const number = (value) => ["#", value];
const isNumber = (tree) => tree[0] === "#";
const isNumeric = (tree) => isNumber(tree[0] === "-" ? tree[1] : tree);
const isLeaf = (tree) => isNumber(tree) || tree[0] === "n";
const parts = (tree) => (isLeaf(tree) ? [] : tree.slice(1));
const around = (tree, inner) => [tree[0], ...inner];

export function written(value) {
  return exact.compare(value, 0n) < 0 ? ["-", number(exact.negate(value))] : number(value);
}

// A tree of the page with letters, or with the values of its letters.
function replaced(tree, leaf) {
  if (!Array.isArray(tree)) return number(exact.read(tree));
  if (tree[0] === "@" || tree[0] === "&") return leaf(tree);
  return tree[0] === "n"
    ? tree
    : around(
        tree,
        tree.slice(1).map((part) => replaced(part, leaf)),
      );
}

export const lettered = (tree) => replaced(tree, ([, , name]) => ["n", name]);

export function evaluate(tree) {
  const [kind, ...inner] = tree;
  if (kind === "#") return inner[0];
  const values = inner.map(evaluate);
  switch (kind) {
    case "+":
      return values.reduce(exact.add);
    case "*":
      return values.reduce(exact.multiply);
    case "/":
      return exact.divide(...values);
    case "^":
      return exact.power(...values);
    case "-":
      return exact.negate(values[0]);
    case "()":
      return values[0];
    case "floor":
      return exact.floor(values[0]);
    case "ceil":
      return exact.ceiling(values[0]);
    case "min":
      return values.reduce(exact.least);
    case "max":
      return values.reduce(exact.most);
    default:
      throw new exact.NoValue(`no number: ${kind}`);
  }
}

export function same(one, other) {
  if (one[0] !== other[0] || one.length !== other.length) return false;
  if (isNumber(one)) return exact.compare(one[1], other[1]) === 0;
  if (one[0] === "n") return one[1] === other[1];
  return parts(one).every((part, index) => same(part, other[index + 1]));
}

// Products inside products and sums inside sums as one.
function flattened(tree) {
  if (isLeaf(tree)) return tree;
  const inner = parts(tree).map(flattened);
  if (tree[0] !== "+" && tree[0] !== "*") return around(tree, inner);
  return [tree[0], ...inner.flatMap((part) => (part[0] === tree[0] ? parts(part) : [part]))];
}

// Fractions of two numbers in lowest terms as the numbers that they are.
function asNumbers(tree) {
  if (isLeaf(tree)) return tree;
  if (tree[0] === "/" && isNumber(tree[1]) && isNumber(tree[2])) {
    const [above, below] = [tree[1][1], tree[2][1]];
    if (exact.isWhole(above) && exact.isWhole(below) && below !== 1n && below !== 0n) {
      const value = exact.ratio(above, below);
      if (exact.bottom(value) === below) return number(value);
    }
  }
  return around(tree, parts(tree).map(asNumbers));
}

// The formula after every innermost operation on numbers has been carried out.
function oneLevel(tree) {
  if (isLeaf(tree)) return tree;
  if (parts(tree).every(isNumeric)) return written(evaluate(tree));
  const inner = parts(tree).map((part) => (isNumeric(part) ? part : oneLevel(part)));
  return tree[0] === "()" && isNumeric(inner[0]) ? inner[0] : around(tree, inner);
}

// Adds a line if it says something new; whether it did.
function addLine(lines, tree) {
  const last = lines.at(-1);
  if (last && same(last, tree)) return false;
  if (last && same(asNumbers(last), asNumbers(tree))) lines[lines.length - 1] = tree;
  else lines.push(tree);
  return true;
}

export class False extends Error {}

// The lines of a formula of the page: in letters, with its numbers, level by level to its value.
// Each is worked out again, and must be equal to the one before.
export function derived([name, tree], valueOf) {
  const values = [];
  const filled = replaced(tree, (leaf) => {
    const value = valueOf(leaf);
    values.push(value);
    return written(value);
  });
  const first = lettered(tree);
  if (isNumber(first)) return { name, lines: [first], value: first[1], lettered: true };
  const lettersFirst = first[0] !== "n" || first[1] !== name;
  const lines = lettersFirst ? [first] : [];
  addLine(lines, values.every(exact.isWhole) ? filled : flattened(filled));
  const value = evaluate(filled);
  for (let follows = true; follows && !isNumber(lines.at(-1));) {
    follows = addLine(lines, oneLevel(lines.at(-1)));
  }
  for (const line of lines.slice(lettersFirst ? 1 : 0)) {
    if (exact.compare(evaluate(line), value) !== 0) throw new False();
  }
  return { name, lines, value, lettered: lettersFirst };
}

// All lines of a layer; the last value must be the count that the network has.
export function derivation(chains, count, point) {
  const found = [];
  for (const chain of chains) {
    found.push(derived(chain, ([kind, at]) => (kind === "@" ? point.at(at) : found[at].value)));
  }
  if (found.length && exact.compare(found.at(-1).value, count) !== 0) throw new False();
  return found;
}
