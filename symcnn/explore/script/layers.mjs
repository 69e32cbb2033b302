// The table of all layers, one of which is chosen, and the bar of where the count sits.

import * as exact from "./exact.mjs";
import { byId, html, number, shape } from "./elements.mjs";

const KEYS = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };

// Makes the table; `choose(name)` is called when a layer is chosen.
export function layers(data, choose) {
  const headings = ["layer", "output", "size", data.about.column];
  byId("headings").replaceChildren(...headings.map((text) => html("th", { scope: "col" }, text)));
  const sum = html("td");
  byId("sum").replaceChildren(html("th", { scope: "row", colspan: 3 }, "total"), sum);
  const body = byId("rows");
  let shown = null;
  let cells = [];

  body.addEventListener("click", (event) => {
    const row = event.target.closest("tr");
    if (row) choose(row.dataset.name);
  });
  body.addEventListener("keydown", (event) => {
    const step = KEYS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const buttons = cells.map(({ button }) => button);
    const at = buttons.indexOf(document.activeElement) + step;
    const next = buttons[Math.max(0, Math.min(buttons.length - 1, at))];
    choose(next.closest("tr").dataset.name);
    next.focus();
  });

  return (way, point, layer) => {
    if (shown !== way.rows) {
      shown = way.rows;
      cells = shown.map((index) => row(data.rows[index]));
      body.replaceChildren(...cells.map(({ line }) => line));
    }
    cells.forEach((parts, index) => fill(parts, data.rows[way.rows[index]], point, layer, data));
    sum.replaceChildren(...number(point.at(way.total), data.names));
  };
}

// The parts of a name between which a line may end.
function broken(name) {
  const parts = name.match(/[^.]*\.|[^.]+/g) ?? [name];
  return parts.flatMap((part, index) => (index ? [html("wbr"), part] : [part]));
}

function row({ name, shared }) {
  const button = html("button", { type: "button" }, ...broken(name));
  const first = html("th", { scope: "row" }, button);
  if (shared) first.append(" ", html("small", {}, `weights of ${shared}`));
  const [output, size, count] = ["left", "right", "right"].map((side) =>
    html("td", { class: side }),
  );
  const line = html("tr", {}, first, output, size, count);
  line.dataset.name = name;
  return { line, button, output, size, count, told: {} };
}

// Writes a cell anew where its numbers have changed.
function rewrite(parts, cell, places, point, written) {
  const key = places.map((place) => exact.plain(point.at(place))).join("×");
  if (parts.told[cell] === key) return;
  parts.told[cell] = key;
  parts[cell].replaceChildren(...written());
}

function fill(parts, content, point, layer, data) {
  const { line, button } = parts;
  const chosen = content.name === layer;
  const extents = content.shape ?? [];
  rewrite(parts, "output", extents, point, () => [shape(extents, point)]);
  for (const cell of ["size", "count"]) {
    const value = point.at(content[cell]);
    rewrite(parts, cell, [content[cell]], point, () => number(value, data.names));
  }
  line.classList.toggle("current", chosen);
  if (chosen) button.setAttribute("aria-current", "true");
  else button.removeAttribute("aria-current");
  button.tabIndex = chosen ? 0 : -1;
}

// --- the bar -------------------------------------------------------------------------------------

// So many layers are told to a screen reader, and from this share on one is named in the bar.
const TOLD = 6;
const NAMED = 90;

export function bar(data, choose) {
  const place = byId("bar");
  place.addEventListener("click", (event) => {
    const part = event.target.closest("[data-name]");
    if (part) choose(part.dataset.name);
  });
  let shown = null;
  let parts = [];
  return (way, point, layer) => {
    const total = point.at(way.total);
    const rows = way.rows.map((index) => data.rows[index]);
    if (shown !== way.rows) {
      shown = way.rows;
      parts = rows.map(({ name }) => segment(name));
      place.replaceChildren(...parts);
    }
    const shares = rows.map(({ name, count }) => ({ name, share: tenths(point.at(count), total) }));
    let seen = 0;
    shares.forEach((each, index) => {
      widen(parts[index], each, layer, seen);
      if (each.share > 0) seen += 1;
    });
    place.setAttribute("aria-label", told(shares, data));
  };
}

// A share in tenths of a per cent.
function tenths(count, total) {
  if (!total || !exact.isWhole(count) || !exact.isWhole(total)) return 0;
  return Number((count * 10_000n) / total) / 10;
}

const percent = (share) => `${share < 100 ? (share / 10).toFixed(1) : Math.round(share / 10)} %`;

function segment(name) {
  const part = html("span", { class: "part" }, html("span"));
  part.dataset.name = name;
  return part;
}

function widen(part, { name, share }, layer, seen) {
  const words = `${name} ${percent(share)}`;
  part.hidden = share === 0;
  part.title = words;
  part.classList.toggle("current", name === layer);
  part.classList.toggle("darker", seen % 2 === 1);
  part.style.flexGrow = String(share);
  part.firstChild.textContent = share >= NAMED ? words : "";
}

function told(shares, data) {
  const largest = shares
    .filter(({ share }) => share > 0)
    .sort((one, other) => other.share - one.share)
    .slice(0, TOLD);
  const parts = largest.map(({ name, share }) => `${name} ${percent(share)}`);
  return `Where the ${data.about.many} sit: ${parts.join(", ") || "nowhere"}`;
}
