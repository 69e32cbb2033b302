// Formulas in LaTeX, whole or in pieces between which a long line may be broken.

import * as exact from "./exact.mjs";
import { NEVER, measure } from "./width.mjs";
import { write } from "./write.mjs";

const SEPARATOR = "{,}";
const BRACKETS = {
  floor: ["\\lfloor ", " \\rfloor"],
  ceil: ["\\lceil ", " \\rceil"],
  group: ["(", ")"],
};

const digits = (value) => exact.grouped(value, SEPARATOR);

function enclosed(kind, body) {
  const [opening, closing] = BRACKETS[kind];
  const tall = body.includes("\\frac") || body.includes("\\left");
  return tall ? `\\left${opening}${body}\\right${closing.trimStart()}` : opening + body + closing;
}

const plain = (names) => ({
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

export const formula = (tree, names) => write(tree, plain(names));

// --- in pieces -----------------------------------------------------------------------------------

const piece = (text, width, penalty = NEVER, tall = false) => ({ text, width, penalty, tall });
const width = (pieces) => pieces.reduce((sum, part) => sum + part.width, 0);
const joined = (pieces) => pieces.map((part) => part.text).join("");

function bracketed([opening, closing], body, tall) {
  const inner = body.map((part) =>
    part.penalty < NEVER ? { ...part, penalty: part.penalty + 2 } : part,
  );
  const [open, close] = tall
    ? [`\\Bigl${opening}`, `\\Bigr${closing.trimStart()}`]
    : [opening, closing];
  const own = tall ? 0.6 : 0.45;
  return [piece(open, own), ...inner, piece(close, own)];
}

// A formula in pieces; a fraction or a bracket that is wider than the room is taken apart.
export function pieces(tree, { names, widths }, room) {
  const whole = plain(names);
  const sized = (text) => measure(text, widths);

  function brackets(kind, body) {
    const tall = body.some((part) => part.tall);
    if ((tall || kind !== "group") && width(body) + 1.5 <= room) {
      return [piece(enclosed(kind, joined(body)), width(body) + (tall ? 1.4 : 0.95), NEVER, tall)];
    }
    return bracketed(BRACKETS[kind], body, tall);
  }

  function number(value) {
    const text = whole.number(value);
    if (!exact.isWhole(value)) {
      const longest = Math.max(String(value.n).replace("-", "").length, String(value.d).length);
      return [piece(text, 0.7 * longest + 0.8, NEVER, true)];
    }
    if (sized(text) <= room) return [piece(text, sized(text))];
    const groups = text.split(SEPARATOR);
    return groups.map((group, index) => {
      const part = index < groups.length - 1 ? group + SEPARATOR : group;
      return piece(part, sized(part), index ? 40 : NEVER);
    });
  }

  function quotient(above, below) {
    const wide = 0.3 + Math.max(width(above), width(below));
    if (wide <= room)
      return [piece(whole.quotient(joined(above), joined(below)), wide, NEVER, true)];
    const [one, other] = [above, below].map((part) =>
      part.length === 1 ? part : brackets("group", part),
    );
    return [...one, piece(" / ", 0.6, 3), ...other];
  }

  function power(base, exponent) {
    const last = base.at(-1);
    const raised = { ...last, text: `${last.text}^{${joined(exponent)}}` };
    return [...base.slice(0, -1), { ...raised, width: last.width + 0.75 * width(exponent) }];
  }

  function called(name, lists) {
    if (name in BRACKETS) return brackets(name, lists[0]);
    const body = lists.flatMap(([first, ...rest], index) =>
      index ? [piece(", ", 0.5), { ...first, penalty: 2 }, ...rest] : [first, ...rest],
    );
    return [piece(`\\${name}`, 1.8), ...brackets("group", body)];
  }

  return write(tree, {
    number,
    name: (name) => [piece(names[name][1], sized(names[name][1]))],
    sum: (terms) =>
      terms.flatMap(([sign, part]) =>
        sign ? [piece(` ${sign} `, sized(sign), 0), ...part] : part,
      ),
    product: (factors) =>
      factors.flatMap((part, index) =>
        index ? [piece(" \\cdot ", sized("\\cdot"), 1), ...part] : part,
      ),
    quotient,
    power,
    negative: (part) => [piece("-", 0.8), ...part],
    group: (body) => brackets("group", body),
    function: called,
  });
}
