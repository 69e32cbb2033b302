// Exact numbers: a BigInt where the number is whole, else a fraction {n, d} in lowest terms.

export class NoValue extends Error {}

// Powers of more bits are not worked out.
const MOST_BITS = 100_000n;

const size = (a) => (a < 0n ? -a : a);

function gcd(a, b) {
  while (b) [a, b] = [b, a % b];
  return size(a);
}

export function ratio(n, d) {
  if (d === 0n) throw new NoValue("division by zero");
  const sign = d < 0n ? -1n : 1n;
  const common = gcd(n, d) * sign;
  return d === common ? n / common : { n: n / common, d: d / common };
}

export const isWhole = (a) => typeof a === "bigint";
export const top = (a) => (isWhole(a) ? a : a.n);
export const bottom = (a) => (isWhole(a) ? 1n : a.d);

export function read(text) {
  const [n, d] = String(text).split("/");
  return d === undefined ? BigInt(n) : ratio(BigInt(n), BigInt(d));
}

export function add(a, b) {
  if (isWhole(a) && isWhole(b)) return a + b;
  return ratio(top(a) * bottom(b) + top(b) * bottom(a), bottom(a) * bottom(b));
}

export function multiply(a, b) {
  if (isWhole(a) && isWhole(b)) return a * b;
  return ratio(top(a) * top(b), bottom(a) * bottom(b));
}

export const negate = (a) => multiply(a, -1n);
export const divide = (a, b) => ratio(top(a) * bottom(b), bottom(a) * top(b));

export function power(base, exponent) {
  if (!isWhole(exponent)) throw new NoValue("a fraction as exponent");
  if (exponent < 0n) return divide(1n, power(base, -exponent));
  const bits = BigInt(
    Math.max(...[top(base), bottom(base)].map((a) => size(a).toString(2).length)),
  );
  if (bits > 1n && bits * exponent > MOST_BITS) throw new NoValue("too large a power");
  return ratio(top(base) ** exponent, bottom(base) ** exponent);
}

// Rounded down, as Python does it, for negative numbers too.
export function floor(a) {
  if (isWhole(a)) return a;
  const whole = a.n / a.d;
  return a.n < 0n ? whole - 1n : whole;
}

export const ceiling = (a) => -floor(negate(a));
export const modulo = (a, b) => add(a, negate(multiply(b, floor(divide(a, b)))));

export function compare(a, b) {
  const left = top(a) * bottom(b);
  const right = top(b) * bottom(a);
  return left < right ? -1 : left > right ? 1 : 0;
}

export const least = (a, b) => (compare(b, a) < 0 ? b : a);
export const most = (a, b) => (compare(b, a) > 0 ? b : a);

export function fits(a, bits) {
  return [top(a), bottom(a)].every((part) => size(part) < 1n << bits);
}

// The digits of a whole number in groups of three.
export function grouped(a, separator = ",") {
  return String(a).replace(/\B(?=(\d{3})+$)/g, separator);
}

export const plain = (a) => (isWhole(a) ? String(a) : `${a.n}/${a.d}`);
