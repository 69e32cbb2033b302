// The derivation of the chosen layer: where its numbers come from, its lines, copied as LaTeX.

import * as exact from "./exact.mjs";
import {
  EQUALS,
  byId,
  capital,
  counted,
  equation,
  fill,
  formula,
  html,
  letter,
  number,
  phrase,
  quantity,
  sentence,
  shape,
} from "./elements.mjs";
import { False, derivation } from "./formula.mjs";
import { copyable } from "./display.mjs";
import { origins } from "./words.mjs";

const PRIME = "′";

// Shows a row of the table at a point; gives back the LaTeX of its lines.
export function chosen(data, row, point) {
  const { names } = data;
  const section = data.sections[row.section];
  const count = point.at(row.count);
  byId("chosen-title").textContent = row.name;
  fill("chosen-count", html("b", {}, ...number(count, names)), ` ${counted(count, data)}`);
  fill(
    "what",
    html("span", {}, ...described(section, point, names)),
    " ",
    shapes(section, row, point),
  );
  const told = origins(section.origins ?? [], point);
  fill("origins", ...told.map((origin) => html("li", {}, ...where(origin, names))));
  fill("words", ...sentence(section.words ?? [], point, names));
  fill("reason", ...sentence(section.reason ? [section.reason] : [], point, names));
  const remarks = (section.remarks ?? []).map((remark) => sentence(remark, point, names));
  fill("remarks", ...remarks.map((remark) => html("p", { class: "remark" }, ...remark)));
  return shownLines(section.chains ?? [], count, point, data);
}

function described({ title, what }, point, names) {
  const words = phrase(what ?? [], point, names);
  const head = title ? capital(title) : "";
  return [head + (head && words.length ? ": " : ""), ...words];
}

function shapes({ inputs }, row, point) {
  const taken = (inputs ?? []).flatMap((places, index) => [
    index ? ", " : "",
    shape(places, point),
  ]);
  const arrow = taken.length ? [...taken, " → "] : [];
  return html("span", { class: "shape" }, ...arrow, shape(row.shape ?? [], point));
}

function where([index, value, words], names) {
  const [text] = names[index];
  const found = [...equation(text, value, names), `, ${words}`];
  if (!text.endsWith(PRIME)) return found;
  return [...found, " (primed: the program uses ", letter(text.replace(/′+$/, "")), " otherwise)"];
}

function shownLines(chains, count, point, data) {
  byId("copying").hidden = !chains.length;
  if (!chains.length) {
    fill("lines");
    return "";
  }
  try {
    const found = derivation(chains, count, point);
    fill("lines", ...list(found, data.names));
    return copyable(found, data);
  } catch (error) {
    if (!(error instanceof False || error instanceof exact.NoValue)) throw error;
    byId("copying").hidden = true;
    fill(
      "lines",
      html("p", { class: "message" }, "These lines would not be true, and are not shown."),
    );
    return "";
  }
}

function list(chains, names) {
  const rows = chains.map(({ name, lines }) => ({
    name: names[name][0],
    lines: lines.map((line) => formula(line, names, [EQUALS])),
  }));
  const wide = rows.some(({ lines }) => lines.some((line) => line.length > 1));
  const items = rows.flatMap(({ name, lines }) => [
    html("dt", {}, quantity(name)),
    ...lines.map((line, index) => {
      const last = index === lines.length - 1 && index > 0;
      return html("dd", last ? { class: "result" } : {}, ...line);
    }),
  ]);
  return [html("dl", { class: wide ? "lines wide" : "lines" }, ...items)];
}
