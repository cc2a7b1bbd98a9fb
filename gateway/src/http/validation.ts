import Ajv, { type Options } from 'ajv';
import addFormats from 'ajv-formats';
import type { FastifySchemaCompiler } from 'fastify';

/** Unknown fields are refused, not dropped, and every fault is found, not the first alone. */
const OPTIONS: Options = { allErrors: true, removeAdditional: false, useDefaults: true, strict: false };

/** Bodies are taken as they are; parameters and query strings are text and become what their schema says. */
export function createValidatorCompiler(): FastifySchemaCompiler<object> {
  const exact = new Ajv({ ...OPTIONS, coerceTypes: false });
  const text = new Ajv({ ...OPTIONS, coerceTypes: true });
  addFormats(exact);
  addFormats(text);
  return ({ schema, httpPart }) => (httpPart === 'body' ? exact : text).compile(schema);
}
