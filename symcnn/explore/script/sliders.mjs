// A slider and a number box for each symbol.

import * as exact from "./exact.mjs";
import { byId, html, letter } from "./elements.mjs";
import { accepted, nearest, stops } from "./settings.mjs";

// Makes the controls; `changed(index, value)` is called when one is moved. What is given back shows
// the values of settings.
export function sliders(data, changed) {
  const controls = data.symbols.map((symbol, index) => control(data, symbol, index, changed));
  byId("sliders").replaceChildren(...controls.map(({ row }) => row));
  return (settings) => controls.forEach(({ show }, index) => show(settings.values[index]));
}

function control(data, symbol, index, changed) {
  const [name] = symbol;
  const run = stops(symbol);
  const last = exact.grouped(run.at(run.length - 1));
  const range = html("input", {
    type: "range",
    min: 0,
    max: run.length - 1,
    step: 1,
    id: `slider-${index}`,
    "aria-label": name,
  });
  const box = html("input", {
    type: "text",
    inputmode: "numeric",
    autocomplete: "off",
    id: `box-${index}`,
    "aria-label": `${name}, as a number`,
    "aria-describedby": `hint-${index}`,
  });
  const ends = html("span", { class: "ends" }, `${exact.grouped(run.at(0))} to ${last}`);
  const hint = html("span", { class: "hint", id: `hint-${index}` });
  range.addEventListener("input", () => changed(index, run.at(Number(range.value))));
  box.addEventListener("input", () => entered(box, hint, data, index, changed));
  box.addEventListener("keydown", (event) => {
    const step = { ArrowUp: 1n, ArrowDown: -1n }[event.key];
    const value = step && accepted(box.value, data);
    if (!value || accepted(String(value + step), data) === null) return;
    event.preventDefault();
    changed(index, value + step);
    box.value = String(value + step);
  });
  const label = html("label", { for: `slider-${index}` }, letter(name));
  const row = html("div", { class: "slider" }, label, range, ends, box, hint);
  const show = (value) => {
    range.value = nearest(run, value);
    range.setAttribute("aria-valuetext", String(value));
    if (document.activeElement !== box) box.value = String(value);
    if (accepted(box.value, data) !== null) refuse(box, hint, "");
  };
  return { row, show };
}

function entered(box, hint, data, index, changed) {
  const value = accepted(box.value, data);
  const most = exact.grouped(BigInt(data.largest));
  refuse(box, hint, value === null ? `a whole number from 1 to ${most}` : "");
  if (value !== null) changed(index, value);
}

function refuse(box, hint, words) {
  hint.textContent = words;
  if (words) box.setAttribute("aria-invalid", "true");
  else box.removeAttribute("aria-invalid");
}
