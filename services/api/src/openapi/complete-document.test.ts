import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { buildApi } from '../app.ts';
import { completeDocument } from './complete-document.ts';
import { documentationContext } from './documentation-context.ts';

const COMMITTED = new URL('../../../../packages/contracts/src/generated/openapi.json', import.meta.url);

describe('the OpenAPI document', () => {
  it('is committed as the routes make it (node --import tsx services/api/src/openapi/generate.ts)', async () => {
    const { app } = await buildApi(documentationContext());
    const committed: unknown = JSON.parse(await readFile(COMMITTED, 'utf8'));
    expect(app.swagger()).toEqual(committed);
    await app.close();
  });

  it('refers only to components that exist, each operation with an error answer', async () => {
    const text = await readFile(COMMITTED, 'utf8');
    const document = JSON.parse(text) as {
      components: { schemas: Record<string, unknown> };
      paths: Record<string, Record<string, { responses: object; operationId: string; summary: string }>>;
    };
    const references = [...text.matchAll(/#\/components\/schemas\/([^"]+)/g)].map((match) => match[1]!);
    expect(references.filter((name) => !(name in document.components.schemas))).toEqual([]);
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
    expect(new Set(operations.map((operation) => operation.operationId)).size).toBe(operations.length);
    for (const operation of operations) expect(operation.responses).toHaveProperty('default');
  });

  it('refuses two different schemas with one title', () => {
    const response = (type: string) => ({ content: { 'application/json': { schema: { title: 'Same', type } } } });
    const paths = {
      '/a': { get: { responses: { 200: response('string') } } },
      '/b': { get: { responses: { 200: response('number') } } },
    };
    expect(() => completeDocument({ paths })).toThrow('two different schemas have the title Same');
  });
});
