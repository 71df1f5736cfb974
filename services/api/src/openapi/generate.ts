import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildApi } from '../app.ts';
import { documentationContext } from './documentation-context.ts';

const ROOT = new URL('../../../../', import.meta.url);
const DOCUMENT = new URL('packages/contracts/src/generated/openapi.json', ROOT);
const CLIENT_TYPES = new URL('packages/api-client/src/generated/schema.ts', ROOT);
const HEADER =
  '// Generated from the routes of services/api: node --import tsx services/api/src/openapi/generate.ts\n\n';

/** Writes the OpenAPI document and the client's types; with `--check` only compares them with what is committed. */
async function main(): Promise<void> {
  const document = await collectDocument();
  const files = [
    { url: DOCUMENT, text: `${JSON.stringify(document, null, 2)}\n` },
    { url: CLIENT_TYPES, text: HEADER + (await clientTypes(document)) },
  ];
  const isCheck = process.argv.includes('--check');
  const changed = [];
  for (const file of files) if ((await readOrEmpty(file.url)) !== file.text) changed.push(file);
  if (!isCheck) await Promise.all(changed.map(write));
  for (const { url } of changed) report(`${isCheck ? 'out of date' : 'written'}: ${pathOf(url)}`);
  if (isCheck && changed.length > 0) process.exitCode = 1;
}

async function collectDocument(): Promise<object> {
  const { app } = await buildApi(documentationContext());
  try {
    return app.swagger();
  } finally {
    await app.close();
  }
}

async function clientTypes(document: object): Promise<string> {
  const { astToString, default: openapiTs } = await import('openapi-typescript');
  return astToString(await openapiTs(JSON.stringify(document), { alphabetize: true, immutable: false }));
}

async function readOrEmpty(url: URL): Promise<string> {
  return readFile(url, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
}

async function write({ url, text }: { url: URL; text: string }): Promise<void> {
  await mkdir(dirname(fileURLToPath(url)), { recursive: true });
  await writeFile(url, text);
}

function report(line: string): void {
  process.stdout.write(`${line}\n`);
}

function pathOf(url: URL): string {
  return relative(fileURLToPath(ROOT), fileURLToPath(url));
}

await main();
