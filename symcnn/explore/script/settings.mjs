// What the reader has set: a value for each symbol, a layer, the symbol of the plot; and the part
// of the address that carries it.

const LAYER = "@layer";
const AXIS = "@plot";

export function started(data) {
  return {
    values: data.symbols.map(([, start]) => BigInt(start)),
    layer: "",
    axis: 0,
  };
}

// A positive whole number that a number box may hold, null for any other text.
export function accepted(text, data) {
  const plain = text.trim().replaceAll(",", "");
  if (!/^\d{1,1000}$/.test(plain)) return null;
  const value = BigInt(plain);
  return value >= 1n && value <= BigInt(data.largest) ? value : null;
}

// The settings that an address carries; what cannot be read is left as it is.
export function fromAddress(hash, data, settings) {
  const found = { ...settings, values: [...settings.values] };
  for (const pair of hash.replace(/^#/, "").split("&")) {
    const [key, text] = decoded(pair);
    const symbol = data.symbols.findIndex(([name]) => name === key);
    if (symbol >= 0) found.values[symbol] = accepted(text, data) ?? found.values[symbol];
    if (key === LAYER) found.layer = text;
    const axis = data.symbols.findIndex(([name]) => name === text);
    if (key === AXIS && axis >= 0) found.axis = axis;
  }
  return found;
}

function decoded(pair) {
  const at = pair.indexOf("=");
  try {
    return [pair.slice(0, at), pair.slice(at + 1)].map(decodeURIComponent);
  } catch (error) {
    if (error instanceof URIError) return ["", ""];
    throw error;
  }
}

export function address(data, settings) {
  const pairs = data.symbols.map(([name], index) => [name, String(settings.values[index])]);
  if (settings.layer) pairs.push([LAYER, settings.layer]);
  if (settings.axis) pairs.push([AXIS, data.symbols[settings.axis][0]]);
  return `#${pairs.map(([key, text]) => `${encoded(key)}=${encodeURIComponent(text)}`).join("&")}`;
}

const encoded = (key) => encodeURIComponent(key).replace("%40", "@");

// The values of a slider: a list, or first, last and step.
export function stops([, , list]) {
  if (Array.isArray(list)) return { length: list.length, at: (index) => BigInt(list[index]) };
  const { first, last, step } = list;
  const length = Number((BigInt(last) - BigInt(first)) / BigInt(step)) + 1;
  return { length, at: (index) => BigInt(first) + BigInt(index) * BigInt(step) };
}

// The place of the stop nearest to a value.
export function nearest(slider, value) {
  let low = 0;
  let high = slider.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (slider.at(middle) < value) low = middle + 1;
    else high = middle;
  }
  const closer = low && value - slider.at(low - 1) < slider.at(low) - value;
  return closer ? low - 1 : low;
}
