// Writes a formula: one walk that knows where parentheses belong, for any dialect. Fractions are
// drawn with a bar, so that their parts need no parentheses.

import * as exact from "./exact.mjs";

// How tightly each form binds.
const SUM = 0;
const NEGATIVE = 1;
const PRODUCT = 2;
const POWER = 3;
const ATOM = 4;
const BINDING = { "+": SUM, "-": NEGATIVE, "*": PRODUCT, "/": POWER, "^": POWER };

function binding(tree) {
  if (tree[0] === "#") return exact.isWhole(tree[1]) ? ATOM : PRODUCT;
  return BINDING[tree[0]] ?? ATOM;
}

const bare = (tree) => (tree[0] === "()" ? tree[1] : tree);

function atLeast(tree, wanted, dialect) {
  const text = write(tree, dialect);
  return binding(tree) >= wanted ? text : dialect.group(text);
}

function factor(tree, first, dialect) {
  return atLeast(tree, first || tree[0] === "*" ? PRODUCT : POWER, dialect);
}

function term(tree, index, dialect) {
  if (index === 0) return ["", write(tree, dialect)];
  if (tree[0] === "-") return ["-", atLeast(tree[1], PRODUCT, dialect)];
  return ["+", atLeast(tree, tree[0] === "+" ? SUM : PRODUCT, dialect)];
}

export function write(tree, dialect) {
  const [kind, ...inner] = tree;
  switch (kind) {
    case "#":
      return dialect.number(inner[0]);
    case "n":
      return dialect.name(inner[0]);
    case "+":
      return dialect.sum(inner.map((part, index) => term(part, index, dialect)));
    case "*":
      return dialect.product(inner.map((part, index) => factor(part, !index, dialect)));
    case "/":
      return dialect.quotient(...inner.map((part) => write(bare(part), dialect)));
    case "^":
      return dialect.power(atLeast(inner[0], ATOM, dialect), write(inner[1], dialect));
    case "-":
      return dialect.negative(atLeast(inner[0], PRODUCT, dialect));
    case "()":
      return dialect.group(write(inner[0], dialect));
    default:
      return dialect.function(
        kind,
        inner.map((part) => write(part, dialect)),
      );
  }
}
