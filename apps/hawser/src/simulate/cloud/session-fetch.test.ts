import { describe, expect, it } from 'vitest';
import { createSessionFetch, reachable } from './session-fetch.ts';

/** A cloud that answers the given statuses one after the other and keeps what it was sent. */
function cloud(...statuses: number[]) {
  const seen: string[] = [];
  const send = async (request: Request) => {
    seen.push(`${request.headers.get('authorization')} ${await request.text()}`);
    return new Response(null, { status: statuses.shift() ?? 200, headers: { 'retry-after': '0' } });
  };
  return { seen, send };
}

const call = () => new Request('http://cloud/v1/x', { method: 'POST', body: 'hello' });

describe('createSessionFetch', () => {
  it('signs in before the first call and again when the token has expired', async () => {
    const { seen, send } = cloud(200, 401, 200);
    let tokens = 0;
    const fetch = createSessionFetch({ token: null, signIn: async () => `t${++tokens}` }, send);
    expect((await fetch(call())).status).toBe(200);
    expect((await fetch(call())).status).toBe(200);
    expect(seen).toEqual(['Bearer t1 hello', 'Bearer t1 hello', 'Bearer t2 hello']);
  });

  it('hands a refusal on when it has only a token', async () => {
    const { seen, send } = cloud(401);
    const fetch = createSessionFetch({ token: 'mine', signIn: null }, send);
    expect((await fetch(call())).status).toBe(401);
    expect(seen).toEqual(['Bearer mine hello']);
  });

  it('asks again when the cloud asks for it, but not for ever', async () => {
    const busy = cloud(429, 503, 200);
    const fetch = createSessionFetch({ token: 'mine', signIn: null }, busy.send);
    expect((await fetch(call())).status).toBe(200);
    expect(busy.seen).toHaveLength(3);
    const down = cloud(...Array.from({ length: 100 }, () => 503));
    expect((await createSessionFetch({ token: 'mine', signIn: null }, down.send)(call())).status).toBe(503);
    expect(down.seen).toHaveLength(6);
  });
});

it('says that nobody answers', async () => {
  await expect(reachable(new Request('http://127.0.0.1:1/v1/me'))).rejects.toThrow(
    /^http:\/\/127\.0\.0\.1:1 cannot be reached/,
  );
});
