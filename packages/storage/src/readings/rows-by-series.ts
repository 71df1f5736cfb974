/** Bits of a series id that one pass sorts by. */
const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;

/**
 * Orders rows one series after the other, those of a series as they are. Ids are sorted digit by digit (least significant
 * first), whose time grows with the rows and not faster: this runs for every single reading.
 *
 * @param seriesIds - of the rows, none negative
 * @returns numbers of the rows in their new order
 */
export function rowsBySeries(seriesIds: Int32Array): Int32Array {
  let rows = new Int32Array(seriesIds.length);
  for (let row = 0; row < rows.length; row++) rows[row] = row;
  let spare = new Int32Array(rows.length);
  for (let left = highest(seriesIds), shift = 0; left > 0; left >>>= DIGIT_BITS, shift += DIGIT_BITS) {
    sortByDigit(seriesIds, shift, rows, spare);
    [rows, spare] = [spare, rows];
  }
  return rows;
}

function highest(seriesIds: Int32Array): number {
  let most = 0;
  for (const id of seriesIds) if (id > most) most = id;
  return most;
}

/** Leaves the order of rows with the same digit as it is. */
function sortByDigit(seriesIds: Int32Array, shift: number, from: Int32Array, to: Int32Array): void {
  const ends = new Int32Array(DIGITS);
  const digitOf = (row: number): number => ((seriesIds[row] ?? 0) >>> shift) & (DIGITS - 1);
  for (const row of from) {
    const digit = digitOf(row);
    ends[digit] = (ends[digit] ?? 0) + 1;
  }
  for (let digit = 1; digit < DIGITS; digit++) ends[digit] = (ends[digit] ?? 0) + (ends[digit - 1] ?? 0);
  for (let at = from.length - 1; at >= 0; at--) {
    const row = from[at] ?? 0;
    const digit = digitOf(row);
    const place = (ends[digit] ?? 0) - 1;
    ends[digit] = place;
    to[place] = row;
  }
}
