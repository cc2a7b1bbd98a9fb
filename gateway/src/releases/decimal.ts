/** A whole number of parts as a decimal: ('1500000', 6) is 1.5. */
export function decimal(parts: string, digits: number): string {
  const padded = parts.padStart(digits + 1, '0');
  const fraction = padded.slice(-digits).replace(/0+$/, '');
  return padded.slice(0, -digits) + (fraction === '' ? '' : `.${fraction}`);
}

/**
 * A decimal as a whole number of parts: ('1.5', 6) is 1500000.
 * @throws RangeError for anything that is no such number exactly
 */
export function partsOf(text: string, digits: number): string {
  const match = /^(\d{1,9})(?:\.(\d+))?$/.exec(text);
  const fraction = match?.[2] ?? '';
  if (match === null || fraction.length > digits) {
    throw new RangeError(`${text} is not a decimal with at most ${digits} digits after the point, such as 0.5`);
  }
  return BigInt(match[1]! + fraction.padEnd(digits, '0')).toString();
}
