// Reads cases as JSON lines, {"data": {...}, "points": [[5, 8], ...]}, and writes for each a JSON
// line: what the page's script makes of these settings.
import { createInterface } from "node:readline";

const SCRIPT = new URL("../../symcnn/explore/script/", import.meta.url);
const module = (name) => import(new URL(`${name}.mjs`, SCRIPT));
const [display, exact, formula, latex, mathml, tape, words] = await Promise.all(
  ["display", "exact", "formula", "latex", "mathml", "tape", "words"].map(module),
);

function markup(item) {
  if (!Array.isArray(item)) return item.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  const [tag, attributes, ...children] = item;
  const told = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`);
  return `<${tag}${told.join("")}>${children.map(markup).join("")}</${tag}>`;
}

const pieces = (tree, names) =>
  mathml.pieces(tree, names).map((term) => term.map((factor) => factor.map(markup).join("")));

// The lines of a layer, null where one of them would be false.
function derivation(chains, count, point) {
  try {
    return formula.derivation(chains, count, point);
  } catch (error) {
    if (error instanceof formula.False) return null;
    throw error;
  }
}

function layer(row, data, point) {
  const { names } = data;
  const section = data.sections[row.section];
  const chains = derivation(section.chains ?? [], point.at(row.count), point);
  if (chains === null) return { name: row.name, lines: null };
  return {
    name: row.name,
    shape: (row.shape ?? []).map((place) => exact.plain(point.at(place))),
    size: exact.plain(point.at(row.size)),
    count: exact.plain(point.at(row.count)),
    origins: words
      .origins(section.origins ?? [], point)
      .map(([letter, value, text]) => [names[letter][0], exact.plain(value), text]),
    reason: section.reason ? words.said(section.reason, point) : "",
    lines: chains.map(({ name, lines }) => [
      names[name][0],
      lines.map((line) => latex.formula(line, names)),
      lines.map((line) => pieces(line, names)),
    ]),
    latex: chains.length ? display.displays(chains, data).join("\n\n") : "",
  };
}

function told(data, values) {
  const point = new tape.Point(data, values.map(BigInt));
  const way = tape.wayAt(data, point);
  if (way === null) return null;
  if (way.complaint) return { complaint: words.complaint(way, point) };
  const layers = way.rows.map((index) => layer(data.rows[index], data, point));
  return { total: exact.plain(point.at(way.total)), layers };
}

for await (const line of createInterface({ input: process.stdin })) {
  const { data, points } = JSON.parse(line);
  console.log(JSON.stringify(points.map((values) => told(data, values))));
}
