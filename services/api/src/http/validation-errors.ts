import type { FastifySchemaValidationError } from 'fastify/types/schema.js';
import type { FieldError } from './problem-document.ts';

/** Fastify's names for the parts of a request, in the words of the interface. */
const PARTS: Record<string, string> = { body: 'body', querystring: 'query', params: 'path', headers: 'header' };

const MAX_ERRORS = 20;

/**
 * Names every field that failed validation: `body.email`, `query.points`, `body.tags.3`.
 *
 * @param part - part of the request, as Fastify calls it
 * @param failures - what the schema check found; the failures of `anyOf` branches are among them
 */
export function fieldErrors(part: string, failures: readonly FastifySchemaValidationError[]): FieldError[] {
  const seen = new Map<string, FieldError>();
  for (const failure of failures) {
    for (const error of describe(PARTS[part] ?? part, failure)) {
      if (!seen.has(error.field)) seen.set(error.field, error);
    }
  }
  return [...seen.values()].slice(0, MAX_ERRORS);
}

function describe(part: string, failure: FastifySchemaValidationError): FieldError[] {
  const base = part + failure.instancePath.replaceAll('/', '.');
  const missing = namesIn(failure.params.requiredProperties);
  if (failure.keyword === 'required') return missing.map((name) => at(base, name, 'is missing'));
  const extra = namesIn(failure.params.additionalProperties);
  if (failure.keyword === 'additionalProperties') return extra.map((name) => at(base, name, 'is not known here'));
  if (failure.keyword === 'boolean') return [];
  return [{ field: base, message: message(failure) }];
}

function message(failure: FastifySchemaValidationError): string {
  if (failure.keyword !== 'enum') return failure.message ?? 'is not valid';
  return `must be one of ${namesIn(failure.params.allowedValues).join(', ')}`;
}

function at(base: string, name: string, text: string): FieldError {
  return { field: `${base}.${name}`, message: text };
}

function namesIn(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
