import { expect, it } from 'vitest';
import { createPatientFetch } from './patient-fetch.ts';

/** A cloud that answers the given statuses one after the other and keeps what it was sent. */
function cloud(...statuses: number[]) {
  const seen: string[] = [];
  const send = async (request: Request) => {
    seen.push(await request.text());
    return new Response(null, { status: statuses.shift() ?? 200, headers: { 'retry-after': '0' } });
  };
  return { seen, send };
}

const call = () => new Request('http://cloud/v1/x', { method: 'POST', body: 'hello' });

it('asks again when the cloud asks for it', async () => {
  const { seen, send } = cloud(429, 503, 200);
  expect((await createPatientFetch(send)(call())).status).toBe(200);
  expect(seen).toEqual(['hello', 'hello', 'hello']);
});

it('gives up after five more tries, and at once when there is nothing to wait for', async () => {
  const down = cloud(...Array.from({ length: 100 }, () => 503));
  expect((await createPatientFetch(down.send)(call())).status).toBe(503);
  expect(down.seen).toHaveLength(6);
  const refusing = cloud(401);
  expect((await createPatientFetch(refusing.send)(call())).status).toBe(401);
  expect(refusing.seen).toHaveLength(1);
});

it('says who cannot be reached', async () => {
  const failing = createPatientFetch()(new Request('http://127.0.0.1:1/v1/me'));
  await expect(failing).rejects.toThrow(/^http:\/\/127\.0\.0\.1:1 cannot be reached: /);
});
