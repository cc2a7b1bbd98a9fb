/** Where an input breaks which rule: a JSON pointer and a rule's name, never a value. */
export interface Fault {
  readonly path: string;
  readonly rule: string;
}

/** Looks at one value and notes its faults; made once, when the module loads. */
export type Check = (value: unknown, path: string, faults: Fault[]) => void;

/** A property that may be absent. */
export interface Optional {
  readonly whenPresent: Check;
}

/** Marks a property that may be absent. */
export const optional = (whenPresent: Check): Optional => ({ whenPresent });

/** A string that matches a pattern; `rule` names it in a fault. */
export function matching(pattern: string, rule: string): Check {
  const expression = new RegExp(pattern, 'u');
  return (value, path, faults) => {
    if (typeof value !== 'string' || !expression.test(value)) faults.push({ path, rule });
  };
}

// Control characters other than tab and line feed, and halves of surrogate pairs, have no place in text that people read.
const UNFIT = /[\u0000-\u0008\u000b-\u001f\u007f]|\p{Surrogate}/u;

/** Text for people, 1 to `maximum` UTF-16 units. */
export const text =
  (maximum: number): Check =>
  (value, path, faults) => {
    if (typeof value !== 'string') faults.push({ path, rule: 'string' });
    else if (value.length === 0) faults.push({ path, rule: 'not-empty' });
    else if (value.length > maximum) faults.push({ path, rule: 'maximum-length' });
    else if (UNFIT.test(value)) faults.push({ path, rule: 'characters' });
  };

/** A whole number within bounds, both included. */
export const whole =
  (minimum: number, maximum: number): Check =>
  (value, path, faults) => {
    if (!Number.isSafeInteger(value)) faults.push({ path, rule: 'whole-number' });
    else if ((value as number) < minimum) faults.push({ path, rule: 'minimum' });
    else if ((value as number) > maximum) faults.push({ path, rule: 'maximum' });
  };

/** A finite number within bounds, both included. */
export const between =
  (minimum: number, maximum: number): Check =>
  (value, path, faults) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) faults.push({ path, rule: 'number' });
    else if (value < minimum || value > maximum) faults.push({ path, rule: 'range' });
  };

/** True or false. */
export const flag: Check = (value, path, faults) => {
  if (typeof value !== 'boolean') faults.push({ path, rule: 'boolean' });
};

/** One of a fixed set of strings. */
export function oneOf(values: readonly string[]): Check {
  const known = new Set<unknown>(values);
  return (value, path, faults) => {
    if (!known.has(value)) faults.push({ path, rule: 'one-of' });
  };
}

/** Either of two forms; the faults are those of the second. */
export const either =
  (first: Check, second: Check): Check =>
  (value, path, faults) => {
    const found: Fault[] = [];
    first(value, path, found);
    if (found.length > 0) second(value, path, faults);
  };

/** An array of `minimum` to `maximum` items. Items past the maximum are not looked at. */
export const list =
  (item: Check, minimum: number, maximum: number): Check =>
  (value, path, faults) => {
    if (!Array.isArray(value)) {
      faults.push({ path, rule: 'array' });
      return;
    }
    if (value.length < minimum) faults.push({ path, rule: 'minimum-items' });
    if (value.length > maximum) faults.push({ path, rule: 'maximum-items' });
    else value.forEach((entry, index) => item(entry, `${path}/${index}`, faults));
  };

type Shape<T> = { readonly [Key in keyof Required<T>]: Check | Optional };

/**
 * An object of type `T`: every property is named here (the compiler sees to it), none other is accepted. An unknown
 * property is a fault of the object, because its name is the caller's text and may say anything.
 */
export function record<T>(shape: Shape<T>): Check {
  const fields = Object.entries<Check | Optional>(shape);
  const required = fields.filter(([, field]) => typeof field === 'function').map(([name]) => name);
  const checks = new Map(
    fields.map(([name, field]) => [name, typeof field === 'function' ? field : field.whenPresent]),
  );
  return (value, path, faults) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      faults.push({ path, rule: 'object' });
      return;
    }
    for (const name of required) {
      if (!Object.hasOwn(value, name)) faults.push({ path: `${path}/${name}`, rule: 'required' });
    }
    for (const [name, entry] of Object.entries(value)) {
      const check = checks.get(name);
      if (check === undefined) faults.push({ path, rule: 'unknown-property' });
      else check(entry, `${path}/${name}`, faults);
    }
  };
}
