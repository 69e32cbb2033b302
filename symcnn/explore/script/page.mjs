// The page: settings in, numbers out, redrawn at most once for each frame.

import { bar, layers } from "./layers.mjs";
import { chosen } from "./chosen.mjs";
import { copied } from "./copying.mjs";
import { curves } from "./curve.mjs";
import { byId, capital, counted, fill, html, number, sentence } from "./elements.mjs";
import { plot } from "./plot.mjs";
import { address, fromAddress, started } from "./settings.mjs";
import { sliders } from "./sliders.mjs";
import { Point, wayAt } from "./tape.mjs";
import { complaint } from "./words.mjs";

// Milliseconds until the address follows, and until a screen reader is told.
const ADDRESS = 300;
const SPOKEN = 700;

const data = JSON.parse(byId("data").textContent);
let settings = fromAddress(location.hash, data, started(data));
let latex = "";
let due = false;

const showSliders = sliders(data, (index, value) => {
  settings = {
    ...settings,
    values: settings.values.map((old, at) => (at === index ? value : old)),
  };
  // What is moved is what the plot is against.
  set({ axis: index });
});
const choose = (name) => set({ layer: name });
const showTable = layers(data, choose);
const showBar = bar(data, choose);
const followSettings = rested(writeAddress, ADDRESS);
const tellSettings = rested(speak, SPOKEN);
let drawn = [];
const askCurve = curves(data, (points) => {
  drawn = points;
  plot(data, drawn, settings, byId("logarithmic").checked);
});

function set(changes) {
  settings = { ...settings, ...changes };
  if (due) return;
  due = true;
  requestAnimationFrame(draw);
}

function draw() {
  due = false;
  const point = new Point(data, settings.values);
  const way = wayAt(data, point);
  const refused = refusal(way, point);
  for (const part of ["whole", "chosen", "layers"]) byId(part).hidden = refused !== null;
  byId("refusal").hidden = refused === null;
  settings.total = refused === null ? point.at(way.total) : null;
  showSliders(settings);
  if (refused === null) drawNetwork(way, point);
  else refused.forEach((text, place) => { byId(REFUSAL[place]).textContent = text; });
  byId("axis").value = String(settings.axis);
  askCurve(settings);
  followSettings();
  tellSettings(refused);
}

// Where the heading of a refusal, its reason and what can be done are told.
const REFUSAL = ["refused", "message", "advice"];

// Why there is nothing to show and what can be done, null where there is a network.
function refusal(way, point) {
  if (way === null) {
    const ranges = data.symbols.map(([name, , list]) => `${name} ${range(list)}`);
    return [
      "Not on this page",
      `This is outside of what this page holds: ${ranges.join(", ")}.`,
      "Move a slider back.",
    ];
  }
  if (way.complaint) {
    return ["No network here", complaint(way, point), "Move a slider to where a network is."];
  }
  return null;
}

function range(list) {
  return Array.isArray(list) ? `one of ${list.join(", ")}` : `from ${list.first} to ${list.last}`;
}

function drawNetwork(way, point) {
  const rows = way.rows.map((index) => data.rows[index]);
  const row = rows.find(({ name }) => name === settings.layer) ?? firstDerived(rows);
  byId("total").replaceChildren(...number(point.at(way.total), data.names));
  byId("noun").textContent = counted(point.at(way.total), data);
  showTable(way, point, row.name);
  showBar(way, point, row.name);
  latex = chosen(data, row, point);
  byId("copied").textContent = "";
}

const firstDerived = (rows) => rows.find(({ section }) => data.sections[section].chains) ?? rows[0];

// An action that waits until it has not been asked for again for so long.
function rested(action, delay) {
  let timer = 0;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(action, delay, ...given);
  };
}

function writeAddress() {
  const hash = address(data, settings);
  byId("link").setAttribute("href", hash);
  // A frame without an address of its own, as in a notebook, has none to write.
  if (location.protocol !== "about:") history.replaceState(null, "", hash);
}

function speak(refused) {
  const total = refused ? refused[1] : `${byId("total").textContent} ${byId("noun").textContent}`;
  if (byId("status").textContent !== total) byId("status").textContent = total;
}

function begin() {
  byId("curve-title").textContent = capital(`${data.about.many} of the network`);
  const options = data.symbols.map(([name], index) => html("option", { value: index }, name));
  byId("axis").replaceChildren(...options);
  byId("axis").addEventListener("change", (event) => set({ axis: Number(event.target.value) }));
  byId("logarithmic").addEventListener("change", () => set({}));
  byId("copy").addEventListener("click", async () => {
    const done = await copied(latex);
    byId("copied").textContent = done ? "Copied." : "The browser does not allow it.";
  });
  addEventListener("resize", () => set({}));
  addEventListener("hashchange", () => set(fromAddress(location.hash, data, settings)));
  fill("how", data.about.how ? capital(`${data.about.how}.`) : "");
  const point = new Point(data, settings.values);
  const notes = (data.about.notes ?? []).map((note) => sentence(note, point, data.names));
  fill("notes", ...notes.map((note) => html("p", { class: "note" }, ...note)));
  set({});
}

begin();
