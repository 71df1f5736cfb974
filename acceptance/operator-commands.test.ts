import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN, Api, type NewAgent } from './support/api.ts';
import { hawserCommand, mosquittoPub } from './support/command.ts';
import { type RunningHawser, startHawser } from './support/program.ts';

const ACCOUNT = 'harbour';
const DAY_MS = 86_400_000;

interface Failure {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

describe('the commands of an operator', () => {
  let hawser: RunningHawser;
  let api: Api;
  let agent: NewAgent;

  beforeAll(async () => {
    hawser = await startHawser({ env: { HAWSER_MAX_AGE_DAYS: '1' } });
    api = await Api.setUp(hawser, ACCOUNT);
    agent = await api.createAgent(ACCOUNT, 'crane');
  });

  afterAll(async () => {
    await hawser?.child.stop();
  });

  const signedIn = () => ({ HAWSER_URL: hawser.url, HAWSER_EMAIL: ADMIN.email, HAWSER_PASSWORD: ADMIN.password });
  const letters = (...args: string[]) => hawserCommand(['dead-letters', ...args], signedIn());
  const failing = (...args: string[]): Promise<Failure> =>
    letters(...args).then(
      (out) => expect.fail(`It ended well: ${out}`),
      (error: Failure) => error,
    );
  const listed = async (...args: string[]): Promise<{ id: string; reason: string }[]> =>
    JSON.parse(await letters('list', '--json', ...args)).items;

  async function publish(...payloads: string[]): Promise<void> {
    for (const payload of payloads) await mosquittoPub(hawser, agent, `hawser/${ACCOUNT}/crane/telemetry`, payload);
  }

  const old = (metric: string) => JSON.stringify({ readings: [{ m: metric, v: 20.5, ts: Date.now() - 5 * DAY_MS }] });

  it('says that the embedded queue is shown by the running program', async () => {
    expect(await hawserCommand(['queue'], {})).toMatch(/REDIS_URL is not set.*\/metrics/);
  });

  it('lists dead letters, page by page, and shows one', async () => {
    await publish('{"no json \u001b[2J', old('load'), old('angle'));
    await api.settledLedger(ACCOUNT, 3);
    const all = await listed();
    expect(all).toHaveLength(3);
    const [broken] = all.slice(-1);
    expect(await listed('--limit', '2')).toEqual(all.slice(0, 2));
    expect(await letters('list', '--limit', '2')).toContain('There are more; raise --limit');
    expect(await listed('--reason', broken!.reason)).toEqual([broken]);
    expect(await listed('--agent', 'crane')).toHaveLength(3);

    const shown = await letters('show', broken!.id);
    expect(shown).toMatch(new RegExp(`^Reason +${broken!.reason}$`, 'm'));
    expect(shown).not.toContain('\u001b');
    expect(await letters('show', broken!.id, '--hex')).toContain('00000000  7b 22 6e 6f 20 6a 73 6f');
  });

  it('tells the outcome of each replay, before and after what was wrong is put right', async () => {
    const before = await listed();
    expect(await failing('replay', '--all')).toMatchObject({ code: 1, stdout: '0 stored, 3 refused\n' });
    const unknown = crypto.randomUUID();
    expect(await failing('replay', unknown)).toMatchObject({ code: 1, stdout: '0 stored, 1 missing\n' });

    await hawser.child.stop();
    hawser = await startHawser({ dataDir: hawser.dataDir });
    const [first] = before;
    expect(await letters('replay', first!.id)).toBe('1 stored\n');
    expect(await failing('replay', '--all')).toMatchObject({ code: 1, stdout: '1 stored, 1 refused\n' });
    expect(await listed()).toMatchObject([{ id: before[2]!.id, replays: 2 }]);
    api = await Api.signIn(hawser);
    const series = await api.readings(ACCOUNT, { from: Date.now() - 10 * DAY_MS, resolution: 'raw' });
    expect(series.map(({ metric, points }) => [metric, points.length]).sort()).toEqual([
      ['angle', 1],
      ['load', 1],
    ]);
  });

  it('deletes only when it was told so', async () => {
    const refused = await failing('purge', '--all');
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain('say --yes');
    const [last] = await listed();
    expect(await letters('purge', '--all', '--reason', last!.reason, '--yes')).toBe('1 deleted\n');
    expect(await letters('list')).toBe('There is no such dead letter.\n');
    expect(await failing('purge', last!.id, '--yes')).toMatchObject({ code: 1, stdout: '0 deleted, 1 missing\n' });
  });

  it('says in one line what is wrong', async () => {
    const line = async (env: Record<string, string>, ...args: string[]) => {
      const run = hawserCommand(['dead-letters', ...args], { ...signedIn(), ...env });
      const { code, stderr } = await run.then(expect.fail, (error: Failure) => error);
      expect(stderr.trimEnd().split('\n')).toHaveLength(1);
      return [code, stderr];
    };
    expect(await line({ HAWSER_PASSWORD: 'wrong' }, 'list')).toEqual([1, expect.stringMatching(/\S/)]);
    expect(await line({ HAWSER_URL: 'http://127.0.0.1:1' }, 'list')).toEqual([
      3,
      expect.stringMatching(/^http:\/\/127\.0\.0\.1:1 cannot be reached/),
    ]);
    expect(await line({ HAWSER_URL: 'nowhere' }, 'list')).toEqual([2, expect.stringContaining('is no address')]);
    expect(await line({}, 'show', crypto.randomUUID())).toEqual([1, expect.stringContaining('has no dead letter')]);
    expect(await line({}, 'replay')).toEqual([2, expect.stringContaining('or --all')]);
  });
});
