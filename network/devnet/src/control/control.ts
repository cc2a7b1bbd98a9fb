import type { Devnet } from '../devnet';
import type { Given } from './given';

/** Something that can be asked of a running network over its control endpoint. */
export type Control = readonly [
  method: 'GET' | 'POST' | 'DELETE',
  /** `:name` stands for one part, which the handler finds under that name. */
  path: string,
  /** What it returns is the answer's body. @throws RequestError */
  handle: (devnet: Devnet, given: Given) => unknown,
];

/** A control and the values of the named parts of the path by which it was found. */
export interface FoundControl {
  readonly control: Control;
  readonly parts: Readonly<Record<string, string>>;
}

const partsOf = (path: string): string[] => path.split('/').slice(1);

/** A part of a path as it was meant; what can't be decoded is taken as it stands. */
const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

const match = (pattern: string, path: string): Record<string, string> | undefined => {
  const wanted = partsOf(pattern);
  const given = partsOf(path);
  if (wanted.length !== given.length) return undefined;
  const named: Record<string, string> = {};
  const isMatch = wanted.every((part, index) => {
    if (!part.startsWith(':')) return part === given[index];
    named[part.slice(1)] = decoded(given[index]!);
    return given[index] !== '';
  });
  return isMatch ? named : undefined;
};

/** The control that a method and a path name. */
export const findControl = (controls: readonly Control[], method: string, path: string): FoundControl | undefined => {
  for (const control of controls) {
    const parts = control[0] === method ? match(control[1], path) : undefined;
    if (parts) return { control, parts };
  }
  return undefined;
};
