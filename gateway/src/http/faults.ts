import type { FastifySchemaValidationError } from 'fastify/types/schema';
import { Problem } from './problem';

/** Keywords that only say that one of their parts failed: the parts are reported themselves. */
const WRAPPERS = new Set(['if', 'allOf']);
/** How field names of this interface look; any other name is the caller's own text and is not repeated. */
const FIELD = /^[a-z][A-Za-z0-9]{0,39}$/;

/** Every fault of a schema validation by place and rule, without the values. */
export function invalidInput(errors: readonly FastifySchemaValidationError[], part: string | undefined): Problem {
  const prefix = part === undefined || part === 'body' ? '' : `/${part === 'querystring' ? 'query' : part}`;
  const faults = new Map<string, { path: string; rule: string }>();
  for (const { instancePath, keyword, params } of errors) {
    if (WRAPPERS.has(keyword)) continue;
    const path = prefix + safePointer(instancePath) + member(keyword, params);
    faults.set(`${path} ${keyword}`, { path, rule: keyword });
  }
  return new Problem('INPUT_INVALID', { faults: [...faults.values()] });
}

function member(keyword: string, params: Record<string, unknown>): string {
  const name = keyword === 'required' ? params['missingProperty'] : params['additionalProperty'];
  return typeof name === 'string' && FIELD.test(name) ? `/${name}` : '';
}

const safePointer = (pointer: string): string =>
  pointer
    .split('/')
    .map((step) => (step === '' || FIELD.test(step) || /^\d{1,9}$/.test(step) || HEADER.test(step) ? step : '-'))
    .join('/');

const HEADER = /^[a-z][a-z-]{1,39}$/;
