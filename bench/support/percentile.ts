export const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);
/** @param share - 0.5 of the values are below the median */
export const percentile = (values: readonly number[], share: number): number =>
  values[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
