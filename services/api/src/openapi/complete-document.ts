import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import { LiveClientMessage, LiveServerMessage, ProblemDocument } from '@hawser/contracts/http';
import { PROBLEM_TYPE } from '../http/problem-document.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

/** The finished document, as the plugin that serves it wants it. */
type OpenApiDocument = ReturnType<NonNullable<FastifyDynamicSwaggerOptions['transformObject']>>;

const PROBLEM_RESPONSE = {
  description: 'Any error: a problem document (RFC 9457).',
  content: { [PROBLEM_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } },
};

/** Media types that an operation answers besides JSON. */
const TEXT_TYPES: Readonly<Record<string, readonly string[]>> = {
  queryReadings: ['text/csv'],
  latestReadings: ['text/csv'],
  listAuditEntries: ['application/x-ndjson', 'text/csv'],
};

/**
 * Completes the document that was collected from the routes: schemas with a title become named components, every
 * operation gets the problem document as its error answer, and the live channel's messages are added.
 */
export function completeDocument(collected: object): OpenApiDocument {
  // Schemas carry functions and symbols of their library; the document is plain JSON.
  const document = JSON.parse(JSON.stringify(collected)) as JsonObject;
  const schemas: JsonObject = {};
  document.paths = hoist(document.paths ?? {}, schemas);
  for (const extra of [ProblemDocument, LiveClientMessage, LiveServerMessage]) {
    hoist(JSON.parse(JSON.stringify(extra)) as JsonObject, schemas);
  }
  for (const operation of operationsOf(document.paths)) completeOperation(operation);
  const components = (document.components ?? {}) as JsonObject;
  document.components = { ...components, schemas: sorted(schemas) };
  return document as OpenApiDocument;
}

/** Moves every schema that has a title to the components, inner ones first, and leaves a reference behind. */
function hoist(value: Json, schemas: JsonObject): Json {
  if (Array.isArray(value)) return value.map((item) => hoist(item, schemas));
  if (value === null || typeof value !== 'object') return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, hoist(inner, schemas)]));
  const { title } = copy;
  if (typeof title !== 'string' || !isSchema(copy)) return copy;
  const known = schemas[title];
  if (known !== undefined && JSON.stringify(known) !== JSON.stringify(copy)) {
    throw new Error(`two different schemas have the title ${title}`);
  }
  schemas[title] = copy;
  return { $ref: `#/components/schemas/${title}` };
}

function isSchema(value: JsonObject): boolean {
  return 'type' in value || 'anyOf' in value;
}

function operationsOf(paths: Json): JsonObject[] {
  return Object.values(paths as JsonObject).flatMap((path) => Object.values(path as JsonObject) as JsonObject[]);
}

function completeOperation(operation: JsonObject): void {
  const responses = (operation.responses ?? {}) as JsonObject;
  for (const type of TEXT_TYPES[String(operation.operationId)] ?? []) addText(responses, type);
  operation.responses = { ...responses, default: PROBLEM_RESPONSE };
}

function addText(responses: JsonObject, type: string): void {
  const success = responses['200'] as JsonObject;
  success.content = { ...(success.content as JsonObject), [type]: { schema: { type: 'string' } } };
}

function sorted(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}
