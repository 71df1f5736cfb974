import type { LatestReading } from '@hawser/contracts/http';
import { csvText, csvTime, csvValue } from './csv-fields.ts';

/** Writes the newest readings as one table (RFC 4180). */
export function* latestCsvOf(items: readonly LatestReading[]): Generator<string> {
  yield 'time,agent,device,metric,unit,value,quality\r\n';
  for (const { time, agent, device, metric, unit, value, quality } of items) {
    const names = [agent, device, metric, unit ?? ''].map(csvText).join(',');
    yield `${csvTime(time)},${names},${csvValue(value)},${quality}\r\n`;
  }
}
