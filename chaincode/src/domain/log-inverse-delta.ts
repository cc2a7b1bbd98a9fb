/** Delta 1, in millionths of a millionth. */
export const PICO = 1_000_000_000_000n;

/** Bits after the point. */
const BITS = 48n;
const ONE = 1n << BITS;
/** ln 2 in units of 10^-24, rounded up. */
const LN_2 = 693_147_180_559_945_309_417_233n;

const up = (dividend: bigint, divisor: bigint): bigint => (dividend + divisor - 1n) / divisor;

/**
 * ln(1 / delta) in millionths of a millionth, never less than it is: whole numbers alone, so that every endorser comes
 * to the same. The binary logarithm, bit by bit: squaring a number in [1, 2) doubles its logarithm.
 * @param picoDelta delta in millionths of a millionth, 1 to 10^12
 */
export function logInverseDelta(picoDelta: bigint): bigint {
  if (picoDelta <= 0n || picoDelta > PICO) throw new RangeError('delta is not between 0 and 1');
  let whole = 0n;
  while (picoDelta << (whole + 1n) <= PICO) whole += 1n;
  let mantissa = up(PICO << BITS, picoDelta << whole);
  let logarithm = whole;
  for (let bit = 0n; bit < BITS; bit += 1n) {
    mantissa = up(mantissa * mantissa, ONE);
    logarithm <<= 1n;
    if (mantissa < ONE << 1n) continue;
    logarithm += 1n;
    mantissa = up(mantissa, 2n);
  }
  // What is left of the mantissa is below one more unit, and nothing only where it is exactly 1.
  if (mantissa > ONE) logarithm += 1n;
  return up(logarithm * LN_2, PICO << BITS);
}
