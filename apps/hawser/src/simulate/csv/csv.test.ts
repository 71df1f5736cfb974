import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tempDir } from '@hawser/testkit';
import { describe, expect, it } from 'vitest';
import type { DueMessage } from '../plant/plant-source.ts';
import { type CsvReplayOptions, csvMessages, timeShift } from './csv-source.ts';
import { surveyCsv } from './survey.ts';

const HOUR_MS = 3_600_000;
const START = Date.UTC(2010, 0, 1);
const OPTIONS: CsvReplayOptions = { readingsPerMessage: 2, end: 'keep', speed: null, startAt: 0 };

async function file(text: string): Promise<string> {
  const path = join(await tempDir('csv'), 'file.csv');
  await writeFile(path, text);
  return path;
}

async function survey(text: string, timeColumn?: string) {
  return surveyCsv(await file(text), timeColumn);
}

async function replay(text: string, options: Partial<CsvReplayOptions> = {}): Promise<DueMessage[]> {
  const messages: DueMessage[] = [];
  for await (const message of csvMessages(await survey(text), { ...OPTIONS, ...options })) messages.push(message);
  return messages;
}

const WEATHER = `date,pressure,sky,raining
2010-01-01T00:00:00,1016.6,clear,false
2010-01-01T01:00:00,,cloudy,true
2010-01-01T02:00:00,1015,,TRUE
`;

describe('surveyCsv', () => {
  it('finds the time, the kinds of the columns and the span', async () => {
    expect(await survey(WEATHER)).toMatchObject({
      timeIndex: 0,
      metrics: [
        { name: 'pressure', kind: 'number' },
        { name: 'sky', kind: 'string' },
        { name: 'raining', kind: 'boolean' },
      ],
      rows: 3,
      readings: 7,
      firstTime: START,
      lastTime: START + 2 * HOUR_MS,
    });
  });

  it('prefers a column that is called like a time to one that only holds dates', async () => {
    const found = await survey('installed,Timestamp,v\n2001-01-01,1262304000,1\n2001-01-01,1262307600,2\n');
    expect(found).toMatchObject({ timeIndex: 1, firstTime: START, lastTime: START + HOUR_MS });
  });

  it('takes dates in a column of any name, but numbers only when the name says time', async () => {
    expect((await survey('when_it_was,v\n2010-01-01,1\n')).timeIndex).toBe(0);
    await expect(survey('count,v\n1262304000,1\n')).rejects.toThrow(/No column of the file holds times/);
    expect((await survey('count,v\n1262304000,1\n', 'count')).timeIndex).toBe(0);
  });

  it('leaves empty columns out and understands quotes, semicolons, tabs and a byte order mark', async () => {
    expect((await survey('time,a,b\n2010-01-01,,5\n')).metrics.map(({ name }) => name)).toEqual(['b']);
    expect((await survey('time;"a;b";c\n2010-01-01;1;2\n')).metrics.map(({ name }) => name)).toEqual(['a;b', 'c']);
    expect((await survey('\uFEFFtime\tv\r\n2010-01-01\t1\r\n')).metrics).toMatchObject([{ name: 'v', kind: 'number' }]);
  });

  it('takes the latest time for the end when rows are not in order', async () => {
    expect(await survey('time,v\n2010-01-02,1\n2010-01-01,2\n')).toMatchObject({
      firstTime: START,
      lastTime: START + 24 * HOUR_MS,
    });
  });

  it.each([
    ['', /is empty/],
    ['time,v\n', /no column|has a header but no rows|holds times/],
    ['time\n2010-01-01\n', /no column with values/],
    ['time,v,v\n2010-01-01,1,2\n', /column v more than once/],
    ['time,\n2010-01-01,1\n', /Column 2 of the file has no name/],
    ['time,v\n2010-01-01,1\n,2\n', /Record 3 of the file has no time/],
    ['time,v\n2010-01-01,1,2\n', /is not valid CSV/],
    ['time,v\n2010-01-01,"1\n', /is not valid CSV/],
  ])('says what is wrong with %j', async (text, message) => {
    await expect(survey(text)).rejects.toThrow(message);
  });

  it('says which columns there are when the named one is not there', async () => {
    await expect(survey(WEATHER, 'moment')).rejects.toThrow('no column moment; it has date, pressure, sky, raining');
  });

  it('says when the file cannot be read', async () => {
    await expect(surveyCsv('/no/such/file.csv')).rejects.toThrow(/cannot be read/);
  });
});

describe('csvMessages', () => {
  it('sends every value once, in order, in messages of the wanted size', async () => {
    const messages = await replay(WEATHER);
    expect(messages.map(({ message }) => message.readings.length)).toEqual([2, 2, 2, 1]);
    const readings = messages.flatMap(({ message }) => message.readings);
    expect(readings.map(({ metric, value }) => `${metric}=${value}`)).toEqual([
      ...['pressure=1016.6', 'sky=clear', 'raining=false'],
      ...['sky=cloudy', 'raining=true'],
      ...['pressure=1015', 'raining=true'],
    ]);
    expect(readings.map(({ time }) => (time - START) / HOUR_MS)).toEqual([0, 0, 0, 1, 1, 2, 2]);
  });

  it('moves the file so that its last row lies at the wanted time', async () => {
    const end = Date.UTC(2025, 0, 1, 12, 34, 56);
    const readings = (await replay(WEATHER, { end })).flatMap(({ message }) => message.readings);
    expect(readings.at(-1)?.time).toBe(end);
    expect(readings[0]?.time).toBe(end - 2 * HOUR_MS);
    expect(timeShift(await survey(WEATHER), 'keep')).toBe(0);
  });

  it('paces a replay by the times of the rows', async () => {
    const messages = await replay(WEATHER, { speed: 3_600, startAt: 1_000 });
    expect(messages.map(({ dueAt }) => dueAt)).toEqual([1_000, 2_000, 3_000, 3_000]);
    expect((await replay(WEATHER)).every(({ dueAt }) => dueAt === null)).toBe(true);
  });
});
