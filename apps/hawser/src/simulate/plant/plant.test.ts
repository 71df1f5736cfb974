import { describe, expect, it } from 'vitest';
import type { SimulatedReading } from '../message.ts';
import { createPlant } from './plant.ts';

const START = Date.UTC(2025, 0, 15, 5);
const SCANS = 5_000;

function scanAll(seed: number): Map<string, SimulatedReading[]> {
  const series = new Map<string, SimulatedReading[]>();
  for (const device of createPlant(seed)) {
    for (let scan = 0; scan < SCANS; scan++) {
      for (const reading of device.scan(START + scan * 10_000)) {
        const key = `${device.name}/${reading.metric}`;
        series.set(key, [...(series.get(key) ?? []), reading].slice(-SCANS));
      }
    }
  }
  return series;
}

describe('createPlant', () => {
  const series = scanAll(1);

  it('gives the same readings for the same seed', () => {
    const scan = (seed: number) => createPlant(seed).map((device) => device.scan(START));
    expect(scan(4)).toEqual(scan(4));
    expect(scan(4)).not.toEqual(scan(5));
  });

  it('says how many metrics each device has', () => {
    for (const device of createPlant(1)) {
      const metrics = [...series.keys()].filter((key) => key.startsWith(`${device.name}/`));
      expect(metrics).toHaveLength(device.metrics);
    }
  });

  it('gives finite numbers, and each metric always the same kind and unit', () => {
    for (const readings of series.values()) {
      const [first] = readings;
      for (const { value, unit } of readings) {
        expect(typeof value).toBe(typeof first?.value);
        expect(unit).toBe(first?.unit);
        if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
      }
    }
  });

  it('has numbers, booleans and strings', () => {
    const kinds = new Set([...series.values()].map((readings) => typeof readings[0]?.value));
    expect(kinds).toEqual(new Set(['number', 'boolean', 'string']));
  });

  it.each(['pump-1/operating_hours', 'boiler-1/gas', 'meter/energy'])('counts %s up', (key) => {
    const values = (series.get(key) ?? []).map(({ value }) => Number(value));
    expect(values).toEqual([...values].sort((a, b) => a - b));
    expect(values.at(-1)).toBeGreaterThan(values[0] ?? Number.POSITIVE_INFINITY);
  });

  it('keeps the boiler between its temperatures by switching the burner', () => {
    const water = (series.get('boiler-1/supply_temperature') ?? []).map(({ value }) => Number(value));
    const burner = new Set((series.get('boiler-1/burner') ?? []).map(({ value }) => value));
    expect(Math.min(...water)).toBeGreaterThan(45);
    expect(Math.max(...water)).toBeLessThan(80);
    expect(burner).toEqual(new Set([true, false]));
  });

  it('stops the flow when the pump stands still', () => {
    const speed = series.get('pump-1/speed') ?? [];
    const flow = series.get('pump-1/flow') ?? [];
    expect(speed.some(({ value }) => value === 0)).toBe(true);
    for (const [index, { value }] of speed.entries()) if (value === 0) expect(flow[index]?.value).toBe(0);
  });

  it('has sensors that drop out and values of uncertain quality', () => {
    expect(series.get('pump-1/vibration')?.length).toBeLessThan(SCANS);
    expect(series.get('weather/wind_speed')?.some(({ quality }) => quality === 'uncertain')).toBe(true);
  });
});
