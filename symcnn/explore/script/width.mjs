// Estimates how wide LaTeX's formulas come out, in em, and fills lines with their pieces.

// A piece with this penalty stays on the line of the piece before it.
export const NEVER = 1000;
const OPERATIONS = ["+", "-", "\\cdot"];
const UNKNOWN = 0.8;

const cache = new Map();

// How wide a formula comes out at most; `widths` are those of signs and of commands.
export function measure(text, widths) {
  if (!cache.has(text)) cache.set(text, measured(text, widths));
  return cache.get(text);
}

function measured(text, { commands, signs }) {
  for (const [command, sign] of commands) text = text.replaceAll(command, sign);
  return [...text].reduce((sum, sign) => sum + (signs[sign] ?? UNKNOWN), 0);
}

// Pieces in lines as wide as the room; all but the first are indented. A line is broken where the
// penalty is least, and as late as that allows.
export function lines(pieces, room, indent, filled) {
  const found = [];
  let free = room;
  for (let start = 0; start < pieces.length;) {
    const end = lineEnd(pieces, start, free, filled * free);
    const text = pieces
      .slice(start, end)
      .map((piece) => piece.text)
      .join("")
      .trim();
    const open = start && OPERATIONS.some((sign) => text.startsWith(sign));
    found.push(open ? `{} ${text}` : text);
    [start, free] = [end, room - indent];
  }
  return found;
}

function lineEnd(pieces, start, room, filled) {
  let { width } = pieces[start];
  // The best places so far: one in a line that would be all but empty, one in a well filled line.
  let early = null;
  let late = null;
  for (let index = start + 1; index < pieces.length; index += 1) {
    const { penalty, width: own } = pieces[index];
    if (width > room && (early || late)) break;
    if (penalty < NEVER) {
      if (width < filled) early = { penalty, index };
      else if (!late || penalty <= late.penalty) late = { penalty, index };
    }
    width += own;
  }
  if (width <= room) return pieces.length;
  return (late ?? early)?.index ?? pieces.length;
}
