import { LiveClientMessage } from '@hawser/contracts/http';
import { Problem } from '@hawser/core';
import { Compile } from 'typebox/compile';

const check = Compile(LiveClientMessage);

/**
 * Reads what a client sent.
 *
 * @throws Problem `bad-request` or `invalid-input`
 */
export function parseClientMessage(text: string): LiveClientMessage {
  const message = parseJson(text);
  if (check.Check(message)) return message;
  throw new Problem('invalid-input', 'The message has none of the known forms: authenticate, subscribe, unsubscribe.');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new Problem('bad-request', 'The message is not JSON.', { cause });
  }
}
