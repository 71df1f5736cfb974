import { createMaintenance } from '@hawser/storage';
import { startMemoryPglite } from '@hawser/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { IngestionUnderTest } from './testing/ingestion-under-test.ts';

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2025, 10, 20, 12);
const CLOCK = { clock: () => NOW };
const LANE = '0193f2a0-0000-4000-8000-000000000001/3';

let pglite: Awaited<ReturnType<typeof startMemoryPglite>>;
let under: IngestionUnderTest;

beforeAll(async () => {
  pglite = await startMemoryPglite();
});
afterAll(() => pglite.close());
beforeEach(async () => {
  under = await IngestionUnderTest.create(pglite.database);
});
afterEach(() => under.close());

const noted = (n: number) => ({ place: `${LANE}/${n}`, receivedAt: NOW - 3 * DAY_MS });

describe('a message that was put into the queue twice, because nobody had noted the first time', () => {
  it('is stored once without an id, whether it comes again in the same batch, in a later one, or to another owner', async () => {
    const agent = await under.addAgent();
    const message = (n: number) => ({ ts: NOW - 1_000 + n, temp: 20 });
    for (const n of [1, 2, 3, 2, 3]) await under.send(agent, message(n), noted(n));
    const role = await under.startRole(CLOCK);
    await under.stored(await under.send(agent, message(3), noted(3)));
    await role.stop();
    for (const n of [1, 2, 3, 4]) await under.send(agent, message(n), noted(n));
    await under.startRole({ ...CLOCK, owner: 'another' });
    await under.stored(await under.send(agent, message(5), noted(5)));
    expect((await under.rows(agent)).map(({ time }) => time - NOW + 1_000)).toEqual([1, 2, 3, 4, 5]);
    expect((await under.ledger()).messages).toEqual({ received: 0, stored: 5, duplicate: 6, rejected: 0 });
  });

  it('is remembered after having waited for days, like one that came just now', async () => {
    const agent = await under.addAgent();
    await under.startRole(CLOCK);
    await under.stored(await under.send(agent, { ts: NOW, temp: 1 }, noted(1)));
    const limits = { idsPerAgent: 1_000, rows: 1_000 };
    await createMaintenance(pglite.database).purgeDedup(NOW + DAY_MS / 2, limits);
    await under.stored(await under.send(agent, { ts: NOW, temp: 1 }, noted(1)));
    expect((await under.ledger()).messages).toMatchObject({ stored: 1, duplicate: 1 });
    await createMaintenance(pglite.database).purgeDedup(NOW + 2 * DAY_MS, limits);
  });

  it('becomes one dead letter when it is bad, for what is in it or for who sent it', async () => {
    const agent = await under.addAgent();
    const stranger = '0193f2a0-0000-7000-8000-00000000dead' as typeof agent;
    await under.startRole(CLOCK);
    for (let round = 0; round < 3; round++) {
      await under.send(agent, '[[[', noted(1));
      await under.stored(await under.send(stranger, { id: 'one', ts: NOW, readings: [{ m: 'temp', v: 1 }] }, noted(2)));
    }
    expect((await under.deadLetters()).map(({ reason }) => reason).sort()).toEqual(['invalid-json', 'unknown-agent']);
    expect((await under.ledger()).messages).toEqual({ received: 0, stored: 0, duplicate: 4, rejected: 2 });
  });

  it('goes by its own id when it has one, wherever it waited', async () => {
    const agent = await under.addAgent();
    await under.startRole(CLOCK);
    const message = { id: 'one', ts: NOW, readings: [{ m: 'temp', v: 1 }] };
    for (const n of [1, 1, 2]) await under.send(agent, message, noted(n));
    await under.stored(await under.send(agent, message, { receivedAt: NOW }));
    expect((await under.ledger()).messages).toMatchObject({ stored: 1, duplicate: 3 });
  });

  it('is not mistaken for another one that says the same', async () => {
    const agent = await under.addAgent();
    await under.startRole(CLOCK);
    const message = { ts: NOW, temp: 1 };
    await under.send(agent, message, noted(1));
    await under.send(agent, message, noted(2));
    await under.stored(await under.send(agent, message, { receivedAt: NOW }));
    expect((await under.ledger()).messages).toMatchObject({ stored: 3, duplicate: 0 });
  });
});
