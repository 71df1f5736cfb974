import { describe, expect, it } from 'vitest';
import { Problem } from '../errors.ts';
import { assertAgentName } from './agent-name.ts';

describe('assertAgentName', () => {
  it.each(['a', 'Gateway-7', 'plc_1.north', '00:1A:2b:3c:4d:5e', 'x'.repeat(64)])('takes %s', (name) => {
    expect(() => assertAgentName(name)).not.toThrow();
  });

  it.each([
    ['nothing', ''],
    ['too long', 'x'.repeat(65)],
    ['a dot first', '.hidden'],
    ['a topic wildcard', 'a+b'],
    ['a topic separator', 'a/b'],
    ['a space', 'a b'],
    ['a line break at the end', 'a\n'],
    ['an id', '01890A5D-ac96-774b-bcce-b302099a8057'],
  ])('refuses %s', (_, name) => {
    expect(() => assertAgentName(name)).toThrow(Problem);
  });
});
