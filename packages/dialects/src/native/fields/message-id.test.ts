import { DEFAULT_LIMITS, type MessageId } from '@hawser/core';
import { describe, expect, it } from 'vitest';

import { mergeMessageIds, readMessageId } from './message-id.ts';

const sequence = (epoch: number, seq: number): MessageId => ({ kind: 'sequence', epoch, seq });
const opaque = (id: string): MessageId => ({ kind: 'opaque', id });
const invalid = { reason: 'invalid-message-id' };

describe('readMessageId', () => {
  it.each([
    [undefined, null],
    [null, null],
    [{ epoch: 0, seq: 0 }, sequence(0, 0)],
    [{ epoch: 1, seq: Number.MAX_SAFE_INTEGER, extra: true }, sequence(1, Number.MAX_SAFE_INTEGER)],
    ['a b', opaque('a b')],
  ])('reads %j', (id, expected) => {
    expect(readMessageId(id, DEFAULT_LIMITS)).toEqual(expected);
  });

  it.each([
    [5],
    [true],
    [[]],
    [{}],
    [{ epoch: 1 }],
    [{ epoch: '1', seq: 1 }],
    [{ epoch: 1, seq: 1.5 }],
    [{ epoch: 1, seq: -1 }],
    [{ epoch: 1, seq: 2 ** 53 }],
    [{ epoch: 1n, seq: 1 }],
    [''],
    ['\0'],
    ['i'.repeat(201)],
  ])('refuses %s', (id) => {
    expect(readMessageId(id, DEFAULT_LIMITS)).toMatchObject(invalid);
  });
});

describe('mergeMessageIds', () => {
  it.each([
    [[], null],
    [[opaque('a'), opaque('a')], opaque('a')],
    [[sequence(7, 5)], sequence(7, 5)],
    [[sequence(7, 5), sequence(7, 9), sequence(7, 6)], sequence(7, 9)],
  ])('makes one id of %j', (ids, expected) => {
    expect(mergeMessageIds(ids)).toEqual(expected);
  });

  it.each([
    [[opaque('a'), opaque('b')]],
    [[sequence(1, 1), sequence(2, 1)]],
    [[sequence(1, 1), opaque('a')]],
    [[opaque('a'), sequence(1, 1)]],
  ])('refuses %j', (ids) => {
    expect(mergeMessageIds(ids)).toMatchObject(invalid);
  });
});
