// Derivations in LaTeX: the body of a display, one row for each line.

import * as exact from "./exact.mjs";
import { write } from "./write.mjs";

const BRACKETS = {
  floor: ["\\lfloor ", " \\rfloor"],
  ceil: ["\\lceil ", " \\rceil"],
  group: ["(", ")"],
};

const digits = (value) => exact.grouped(value, "{,}");

function enclosed(kind, body) {
  const [opening, closing] = BRACKETS[kind];
  const tall = body.includes("\\frac") || body.includes("\\left");
  return tall ? `\\left${opening}${body}\\right${closing.trimStart()}` : opening + body + closing;
}

const dialect = (names) => ({
  number: (value) =>
    exact.isWhole(value) ? digits(value) : `\\frac{${digits(value.n)}}{${digits(value.d)}}`,
  name: (name) => names[name][1],
  sum: (terms) => terms.map(([sign, text]) => (sign ? ` ${sign} ${text}` : text)).join(""),
  product: (factors) => factors.join(" \\cdot "),
  quotient: (above, below) => `\\frac{${above}}{${below}}`,
  power: (base, exponent) => `${base}^{${exponent}}`,
  negative: (text) => `-${text}`,
  group: (text) => enclosed("group", text),
  function: (name, texts) =>
    name in BRACKETS ? enclosed(name, texts[0]) : `\\${name}${enclosed("group", texts.join(", "))}`,
});

export const formula = (tree, names) => write(tree, dialect(names));

export function display(chains, names) {
  const rows = chains.flatMap(({ name, lines }) =>
    lines.map((line, index) => `${index ? "" : `${names[name][1]} `}&= ${formula(line, names)}`),
  );
  return `\\begin{aligned}\n${rows.join(" \\\\\n")}\n\\end{aligned}`;
}
