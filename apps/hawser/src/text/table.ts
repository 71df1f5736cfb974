import { printable } from './printable.ts';

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => string;
  /** Numbers stand to the right. */
  readonly right?: boolean;
}

const GAP = '  ';

/** Lays rows out under titles, for a terminal of any width. */
export function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const lines = [columns.map(({ title }) => title), ...rows.map((row) => cells(columns, row))];
  const widths = columns.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
  return lines.map((line) => layOut(columns, widths, line)).join('\n');
}

function cells<Row>(columns: readonly Column<Row>[], row: Row): string[] {
  return columns.map(({ cell }) => printable(cell(row)));
}

function layOut<Row>(columns: readonly Column<Row>[], widths: readonly number[], line: readonly string[]): string {
  const padded = line.map((text, at) => {
    const width = widths[at] ?? 0;
    return columns[at]?.right === true ? text.padStart(width) : text.padEnd(width);
  });
  return padded.join(GAP).trimEnd();
}
