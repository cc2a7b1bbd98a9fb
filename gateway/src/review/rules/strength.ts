const FORM = /^(\d{1,6})(?:[.,](\d{1,3}))? ?(g|mg|mcg|µg|micrograms?)(?: ?\/ ?(\d{1,3})? ?ml)?$/;

const MICROGRAMS: Readonly<Record<string, number>> = { g: 1_000_000, mg: 1000 };

/**
 * Micrograms of the substance in one unit (a tablet; a millilitre where the strength is so many to the millilitre).
 * Undefined for combinations and whatever else cannot be read without doubt.
 */
export function microgramsPerUnit(strength: string | undefined, unit: string): number | undefined {
  const found = FORM.exec((strength ?? '').trim().toLowerCase().replace(/\s+/g, ' '));
  if (found === null) return undefined;
  const [text, whole, part = '', mass, volume] = found;
  const isByVolume = text.endsWith('ml');
  if (isByVolume !== (unit.trim().toLowerCase() === 'ml')) return undefined;
  const thousandths = Number(whole) * 1000 + Number(part.padEnd(3, '0'));
  const micrograms = (thousandths * (MICROGRAMS[mass!] ?? 1)) / 1000;
  return micrograms / (volume === undefined ? 1 : Math.max(1, Number(volume)));
}
