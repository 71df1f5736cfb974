import { describe, expect, it } from 'vitest';
import type { LatestValue } from '../../services/live/latest-value.ts';
import { deviceGroups } from './device-groups.ts';

function value(device: string, metric: string): LatestValue {
  return { agent: 'a', agent_id: 'i', device, metric, unit: null, time: 1, value: 1, quality: 'good' };
}

const VALUES = [value('pump-10', 'speed'), value('pump-2', 'flow'), value('pump-10', 'Flow'), value('meter', 'power')];

function listed(text: string, most = 10) {
  return deviceGroups(VALUES, text, most).map(({ device, rows }) => [device, rows.map((row) => row.value.metric)]);
}

describe('deviceGroups', () => {
  it('puts metrics under their devices, numbers in names in their order', () => {
    expect(listed('')).toEqual([
      ['meter', ['power']],
      ['pump-2', ['flow']],
      ['pump-10', ['Flow', 'speed']],
    ]);
  });

  it('finds devices and metrics, in any letter case', () => {
    expect(listed(' FLOW')).toEqual([
      ['pump-2', ['flow']],
      ['pump-10', ['Flow']],
    ]);
    expect(listed('meter')).toEqual([['meter', ['power']]]);
  });

  it('stops at the most rows', () => {
    expect(listed('', 2)).toHaveLength(2);
  });
});
