/**
 * PostgreSQL refuses a sum that overflows, and one hostile series must not stop the roll-ups of all others: values
 * beyond ±1e290 count as ±1e290 in sums. Minima and maxima keep them exactly, averages are kept within those.
 *
 * @param column - SQL expression of the value
 */
export const SUMMABLE = (column: string): string => `least(greatest(${column}, -1e290), 1e290)`;
