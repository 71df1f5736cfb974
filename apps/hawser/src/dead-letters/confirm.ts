import { createInterface } from 'node:readline/promises';
import { CloudError } from '../cloud/cloud-error.ts';

interface Terminal {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WritableStream;
}

/**
 * Lets a person at a terminal confirm what cannot be undone.
 *
 * @param what - is about to happen, as a sentence
 * @param word - that has to be typed
 * @throws CloudError when something else was typed, or nobody is there to ask
 */
export async function confirm(what: string, word: string, { input, output }: Terminal): Promise<void> {
  if (!input.isTTY) throw new CloudError('misused', `${what} Nobody is there to ask: say --yes to do it.`);
  const dialogue = createInterface({ input, output });
  try {
    const answer = await dialogue.question(`${what} Type the name of the account, ${word}, to go on: `);
    if (answer.trim() !== word) throw new CloudError('misused', 'Nothing was deleted.');
  } finally {
    dialogue.close();
  }
}
