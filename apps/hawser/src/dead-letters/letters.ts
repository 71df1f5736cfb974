import { type ApiClient, ApiError, type DeadLetter, type DeadLetterWithPayload, unwrap } from '@hawser/api-client';
import type { RejectReason } from '@hawser/core';
import { ask, explained } from '../cloud/sign-in.ts';

export interface LetterFilter {
  /** Name or id. */
  readonly agent?: string;
  readonly reason?: RejectReason;
}

/** The dead letters of one account, behind the public interface. All of it throws CloudError when the cloud refuses. */
export interface Letters {
  readonly account: string;
  /** The newest first, page by page as they are taken. */
  list(filter: LetterFilter): AsyncIterable<DeadLetter>;
  /** @returns null when there is none of this id */
  read(id: string): Promise<DeadLetterWithPayload | null>;
  /** @returns false when there is none of this id */
  replay(id: string): Promise<boolean>;
  /** @returns false when there is none of this id */
  remove(id: string): Promise<boolean>;
}

const PAGE = 200;

export function createLetters(client: ApiClient, account: string): Letters {
  const one = (id: string) => ({ params: { path: { account, id } } });
  return {
    account,
    async *list(filter) {
      let cursor: string | null = null;
      do {
        const query = { limit: PAGE, ...filter, ...(cursor === null ? {} : { cursor }) };
        const page: { items: DeadLetter[]; next_cursor: string | null } = await ask(
          client.GET('/v1/{account}/dead-letters', { params: { path: { account }, query } }),
        );
        yield* page.items;
        cursor = page.next_cursor;
      } while (cursor !== null);
    },
    read: (id) => unlessMissing(unwrap(client.GET('/v1/{account}/dead-letters/{id}', one(id)))),
    async replay(id) {
      const call = client.POST('/v1/{account}/dead-letters/{id}/replay', one(id));
      return (await unlessMissing(unwrap(call))) !== null;
    },
    async remove(id) {
      const call = client.DELETE('/v1/{account}/dead-letters/{id}', one(id));
      return (await unlessMissing(unwrap(call).then(() => true))) !== null;
    },
  };
}

async function unlessMissing<Data>(call: Promise<Data>): Promise<Data | null> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw explained(error);
  }
}
