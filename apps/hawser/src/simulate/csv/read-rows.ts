import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { CsvError, parse } from 'csv-parse';
import { SimulationError } from '../simulation-error.ts';

const DELIMITERS = [',', ';', '\t'];
const HEADER_BYTES = 65_536;

/**
 * Reads a CSV file row by row, the header first. Commas, semicolons and tabs are told apart by the header.
 *
 * @throws SimulationError when the file cannot be read or is not CSV
 */
export async function* readRows(path: string): AsyncGenerator<string[]> {
  try {
    const delimiter = await findDelimiter(path);
    const options = { delimiter, bom: true, skip_empty_lines: true, max_record_size: 1_048_576 };
    yield* createReadStream(path).pipe(parse(options)) as AsyncIterable<string[]>;
  } catch (error) {
    throw readable(error, path);
  }
}

async function findDelimiter(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
    const header = buffer.toString('utf8', 0, bytesRead).split(/\r?\n/, 1)[0] ?? '';
    const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length);
    return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
  } finally {
    await file.close();
  }
}

function readable(error: unknown, path: string): unknown {
  if (error instanceof CsvError)
    return new SimulationError(`${path} is not valid CSV: ${error.message}`, { cause: error });
  if (error instanceof Error && 'syscall' in error)
    return new SimulationError(`${path} cannot be read: ${error.message}`, { cause: error });
  return error;
}
