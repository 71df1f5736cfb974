import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from './database.ts';
import { DatabaseUnavailableError, SQLSTATE, SqlError } from './sql-error.ts';

/** A database of the adapter under test, and how to make further connections to the same one. */
export interface DatabaseUnderTest {
  readonly database: Database;
  /** A second, independent client of the same database. */
  connect(): Database;
  close(): Promise<void>;
}

/** What every adapter of the `Database` port must do. */
export function describeDatabaseConformance(name: string, open: () => Promise<DatabaseUnderTest>): void {
  describe(`${name} as a Database`, () => {
    let subject: DatabaseUnderTest;
    let db: Database;

    beforeAll(async () => {
      subject = await open();
      db = subject.database;
      await db.query('CREATE TABLE items (id int PRIMARY KEY, label text, amount float8)');
    });
    beforeEach(() => db.query('TRUNCATE items'));
    afterAll(() => subject.close());

    describe('values', () => {
      it('reads each type as RowTypes says', async () => {
        const rows = await db.query(`
          SELECT 9007199254740991::int8 AS big, 12.5::numeric AS exact, 7::int2 AS small, 0.1::float8 AS double,
                 'NaN'::float8 AS nan, true AS yes, NULL::text AS nothing, 'ü"\\'::text AS label,
                 '2024-05-01T12:34:56.789Z'::timestamptz AS at, 'infinity'::timestamptz AS never,
                 '\\x00ff'::bytea AS bytes, '{"a":[1,null]}'::jsonb AS document,
                 '01890a5d-ac96-774b-bcce-b302099a8057'::uuid AS id`);
        expect(rows).toEqual([
          {
            big: 9007199254740991,
            exact: 12.5,
            small: 7,
            double: 0.1,
            nan: Number.NaN,
            yes: true,
            nothing: null,
            label: 'ü"\\',
            at: Date.UTC(2024, 4, 1, 12, 34, 56, 789),
            never: Number.POSITIVE_INFINITY,
            bytes: new Uint8Array([0, 255]),
            document: { a: [1, null] },
            id: '01890a5d-ac96-774b-bcce-b302099a8057',
          },
        ]);
      });

      it('gives back what a parameter held', async () => {
        const at = new Date('2024-02-29T23:59:59.001Z');
        const rows = await db.query(
          `SELECT $1::text AS label, $2::float8 AS double, $3::int8 AS big, $4::boolean AS yes, $5::timestamptz AS at,
                  $6::bytea AS bytes, $7::jsonb AS document, $8::text AS nothing, $9::timestamptz AS iso, $10::jsonb AS list`,
          [
            "'; DROP TABLE items; --",
            1e-7,
            2 ** 40,
            false,
            at,
            new Uint8Array([1, 2, 3]),
            { deep: ['x'] },
            null,
            at.toISOString(),
            JSON.stringify([1, 'a']),
          ],
        );
        expect(rows).toEqual([
          {
            label: "'; DROP TABLE items; --",
            double: 1e-7,
            big: 2 ** 40,
            yes: false,
            at: at.getTime(),
            bytes: new Uint8Array([1, 2, 3]),
            document: { deep: ['x'] },
            nothing: null,
            iso: at.getTime(),
            list: [1, 'a'],
          },
        ]);
      });

      it('takes a view of a larger buffer as bytes', async () => {
        const view = new Uint8Array([9, 1, 2, 9]).subarray(1, 3);
        expect(await db.query('SELECT $1::bytea AS bytes', [view])).toEqual([{ bytes: new Uint8Array([1, 2]) }]);
      });

      it('takes arrays for unnest', async () => {
        const labels = ['plain', 'quo"te', 'back\\slash', 'co,mma', '{brace}', 'NULL', '', null];
        const ids = ['01890a5d-ac96-774b-bcce-b302099a8057', null];
        const [row] = await db.query(`SELECT array_agg(label) AS labels FROM unnest($1::text[]) AS label`, [labels]);
        expect(row).toEqual({ labels });
        const rows = await db.query(
          `SELECT * FROM unnest($1::uuid[], $2::int[], $3::float8[], $4::boolean[], $5::timestamptz[], $6::bytea[])
             AS t (id, number, double, yes, at, bytes)`,
          [ids, [1, null], [0.5, Number.NaN], [true, null], [new Date(0), null], [new Uint8Array([255]), null]],
        );
        expect(rows).toEqual([
          { id: ids[0], number: 1, double: 0.5, yes: true, at: 0, bytes: new Uint8Array([255]) },
          { id: null, number: null, double: Number.NaN, yes: null, at: null, bytes: null },
        ]);
      });

      it('reads arrays', async () => {
        const rows = await db.query(
          `SELECT ARRAY[1,2]::int8[] AS big, ARRAY['a b',NULL]::text[] AS labels, '{}'::int[] AS none,
                  '{{1,2},{3,4}}'::int[] AS square`,
        );
        expect(rows).toEqual([
          {
            big: [1, 2],
            labels: ['a b', null],
            none: [],
            square: [
              [1, 2],
              [3, 4],
            ],
          },
        ]);
      });

      it('takes 100,000 elements in one parameter', async () => {
        const numbers = Array.from({ length: 100_000 }, (_, i) => i);
        const rows = await db.query('SELECT sum(n) AS sum FROM unnest($1::int[]) AS n', [numbers]);
        expect(rows).toEqual([{ sum: 4_999_950_000 }]);
      });

      it('reads a result of 100,000 rows', async () => {
        const rows = await db.query<{ n: number }>(
          "SELECT n, repeat('x', 50) AS t FROM generate_series(1, 100000) AS n",
        );
        expect(rows).toHaveLength(100_000);
        expect(rows.at(-1)).toEqual({ n: 100_000, t: 'x'.repeat(50) });
      });
    });

    describe('statements', () => {
      it('runs several statements without parameters and gives the rows of the last', async () => {
        expect(await db.query("INSERT INTO items VALUES (1, 'a'); SELECT label FROM items")).toEqual([{ label: 'a' }]);
      });

      it('gives the rows of RETURNING, and none for a plain change', async () => {
        expect(await db.query('INSERT INTO items VALUES ($1, $2) RETURNING id', [1, 'a'])).toEqual([{ id: 1 }]);
        expect(await db.query('UPDATE items SET label = $1', ['b'])).toEqual([]);
      });

      it('keeps the SQLSTATE, the detail and the constraint of an error', async () => {
        await db.query('INSERT INTO items VALUES (1)');
        const error = await db.query('INSERT INTO items VALUES ($1)', [1]).catch((thrown: unknown) => thrown);
        expect(error).toBeInstanceOf(SqlError);
        expect(error).toMatchObject({
          code: SQLSTATE.uniqueViolation,
          constraint: 'items_pkey',
          table: 'items',
          detail: 'Key (id)=(1) already exists.',
        });
      });

      it.each([
        ['a syntax error', 'SELEC 1', [], '42601'],
        ['an unknown table', 'SELECT * FROM nowhere WHERE $1', [true], '42P01'],
        ['a value of the wrong type', 'SELECT $1::int', ['x'], '22P02'],
        ['a NUL character', 'SELECT $1::text', ['a\0b'], '22021'],
        ['too few parameters', 'SELECT $1::int, $2::int', [1], '08P01'],
      ])('goes on after %s', async (_, sql, params, code) => {
        await expect(db.query(sql, params)).rejects.toMatchObject(
          code === '08P01' ? { message: expect.stringContaining('parameters') as unknown } : { code },
        );
        expect(await db.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
      });

      it('refuses a parameter that has no meaning', async () => {
        await expect(db.query('SELECT $1', [() => 1])).rejects.toThrow(TypeError);
      });

      it('answers many statements that were asked for at once', async () => {
        const answers = await Promise.all(Array.from({ length: 200 }, (_, i) => db.query('SELECT $1::int AS n', [i])));
        expect(answers.map(([row]) => row?.n)).toEqual(Array.from({ length: 200 }, (_, i) => i));
      });
    });

    describe('transactions', () => {
      const labels = async () =>
        (await db.query<{ label: string }>('SELECT label FROM items ORDER BY id')).map((row) => row.label);

      it('commits what the work did and gives its result', async () => {
        const result = await db.transaction(async (tx) => {
          await tx.query("INSERT INTO items VALUES (1, 'a')");
          return tx.query('SELECT label FROM items');
        });
        expect(result).toEqual([{ label: 'a' }]);
        expect(await labels()).toEqual(['a']);
      });

      it('rolls back when the work throws, and throws the same', async () => {
        const error = new Error('changed my mind');
        const work = db.transaction(async (tx) => {
          await tx.query("INSERT INTO items VALUES (1, 'a')");
          throw error;
        });
        await expect(work).rejects.toBe(error);
        expect(await labels()).toEqual([]);
      });

      it('rejects when a statement failed and the work went on', async () => {
        const work = db.transaction(async (tx) => {
          await tx.query("INSERT INTO items VALUES (1, 'a')");
          await tx.query('SELECT 1 / 0').catch(() => undefined);
        });
        await expect(work).rejects.toMatchObject({ code: SQLSTATE.inFailedTransaction });
        expect(await labels()).toEqual([]);
      });

      it('keeps the statements of other clients out', async () => {
        const other = subject.connect();
        let sawIt: unknown;
        let looked: Promise<void> | undefined;
        await db.transaction(async (tx) => {
          await tx.query("INSERT INTO items VALUES (1, 'a')");
          looked = other.query('SELECT count(*) AS n FROM items').then(([row]) => {
            sawIt = row?.n;
          });
          await tx.query("INSERT INTO items VALUES (2, 'b')");
        });
        await looked;
        // Both before and after the transaction are right; the middle of it is not.
        expect([0, 2]).toContain(sawIt);
        await other.close();
      });

      it('runs transactions that were asked for at once one after the other, or isolated from each other', async () => {
        await db.query('INSERT INTO items VALUES (1, $1, 0)', ['counter']);
        const add = () => db.transaction((tx) => tx.query('UPDATE items SET amount = amount + 1 WHERE id = 1'));
        await Promise.all(Array.from({ length: 30 }, add));
        expect(await db.query('SELECT amount FROM items')).toEqual([{ amount: 30 }]);
      });

      it('runs statements that nobody waits between in the order in which they were sent', async () => {
        const sums = await db.transaction((tx) =>
          Promise.all([
            tx.query("INSERT INTO items VALUES (1, 'a', 1)"),
            tx.copyIn('items (id, label, amount)', copyOf([[2, 'b', 2]])),
            tx.query<{ sum: number }>('SELECT sum(amount) FROM items WHERE amount < $1', [100]),
            tx.query('UPDATE items SET amount = amount * 10'),
            tx.copyIn('items (id, label, amount)', copyOf([[3, 'c', 3]])),
          ]),
        );
        expect(sums[2]).toEqual([{ sum: 3 }]);
        expect(await db.query('SELECT sum(amount) FROM items')).toEqual([{ sum: 33 }]);
      });

      it('undoes all of them when one is refused; those after it fail because of it', async () => {
        const codes: unknown[] = [];
        const work = db.transaction(async (tx) => {
          const outcomes = await Promise.allSettled([
            tx.query("INSERT INTO items VALUES (1, 'a', 1)"),
            tx.copyIn('nowhere (id)', copyOf([[2, 'b', 2]])),
            tx.copyIn('items (id, label, amount)', copyOf([[3, 'c', 3]])),
            tx.query('INSERT INTO items VALUES ($1, $2, $3)', [4, 'd', 4]),
          ]);
          for (const outcome of outcomes) codes.push(outcome.status === 'rejected' ? outcome.reason.code : 'done');
        });
        await expect(work).rejects.toMatchObject({ code: SQLSTATE.inFailedTransaction });
        expect(codes).toEqual([
          'done',
          SQLSTATE.undefinedTable,
          SQLSTATE.inFailedTransaction,
          SQLSTATE.inFailedTransaction,
        ]);
        expect(await labels()).toEqual([]);
      });

      it('takes an advisory lock that ends with the transaction', async () => {
        const take = () => db.transaction((tx) => tx.query('SELECT pg_advisory_xact_lock(42)'));
        await Promise.all([take(), take(), take()]);
      });
    });

    describe('COPY', () => {
      it('writes binary rows and counts them', async () => {
        const count = await db.transaction((tx) =>
          tx.copyIn(
            'items (id, label, amount)',
            copyOf([
              [1, 'ä', 1.5],
              [2, null, null],
            ]),
          ),
        );
        expect(count).toBe(2);
        expect(await db.query('SELECT * FROM items ORDER BY id')).toEqual([
          { id: 1, label: 'ä', amount: 1.5 },
          { id: 2, label: null, amount: null },
        ]);
      });

      it('writes nothing at all when a row is refused, and the connection goes on', async () => {
        const copy = db.transaction((tx) =>
          tx.copyIn(
            'items (id, label, amount)',
            copyOf([
              [1, 'a', 1],
              [1, 'b', 2],
            ]),
          ),
        );
        await expect(copy).rejects.toMatchObject({ code: SQLSTATE.uniqueViolation });
        expect(await db.query('SELECT * FROM items')).toEqual([]);
      });

      it('refuses truncated data', async () => {
        const whole = copyOf([[1, 'abc', 1]]);
        const copy = db.transaction((tx) => tx.copyIn('items (id, label, amount)', whole.slice(0, whole.length - 12)));
        await expect(copy).rejects.toMatchObject({ code: '22P04' });
        expect(await db.query('SELECT * FROM items')).toEqual([]);
      });

      it('takes a view of a larger buffer', async () => {
        const data = copyOf([[7, 'x', 0]]);
        const larger = new Uint8Array(data.length + 20);
        larger.set(data, 10);
        await db.transaction((tx) => tx.copyIn('items (id, label, amount)', larger.subarray(10, 10 + data.length)));
        expect(await db.query('SELECT id FROM items')).toEqual([{ id: 7 }]);
        expect(larger.byteLength).toBe(data.length + 20);
      });

      it('writes 50,000 rows', async () => {
        const rows = Array.from({ length: 50_000 }, (_, i): CopyRow => [i, `row ${i}`, i / 2]);
        expect(await db.transaction((tx) => tx.copyIn('items (id, label, amount)', copyOf(rows)))).toBe(50_000);
        expect(await db.query('SELECT count(*) AS n, sum(amount) AS s FROM items')).toEqual([
          { n: 50_000, s: (49_999 * 50_000) / 4 },
        ]);
      });
    });

    it('refuses work after it was closed', async () => {
      const other = subject.connect();
      await other.query('SELECT 1');
      await other.close();
      await expect(other.query('SELECT 1')).rejects.toThrow(DatabaseUnavailableError);
    });
  });
}

type CopyRow = readonly [id: number, label: string | null, amount: number | null];

/** Source: PostgreSQL manual, COPY, Binary Format. */
function copyOf(rows: readonly CopyRow[]): Uint8Array {
  const parts: Buffer[] = [Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)];
  for (const [id, label, amount] of rows) {
    const number = Buffer.alloc(4);
    number.writeInt32BE(id);
    const double = Buffer.alloc(8);
    double.writeDoubleBE(amount ?? 0);
    parts.push(Buffer.from([0, 3]), field(number));
    parts.push(field(label === null ? null : Buffer.from(label)), field(amount === null ? null : double));
  }
  parts.push(Buffer.from([0xff, 0xff]));
  return new Uint8Array(Buffer.concat(parts));
}

function field(content: Buffer | null): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(content?.length ?? -1);
  return content === null ? length : Buffer.concat([length, content]);
}
