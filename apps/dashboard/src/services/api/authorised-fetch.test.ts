import { describe, expect, it, vi } from 'vitest';
import { createTokenKeeper } from '../session/token-keeper.ts';
import { createAuthorisedFetch } from './authorised-fetch.ts';

function setUp(good: string) {
  const exchange = vi.fn(async () => ({ access_token: 'new', expires_in: 900 }));
  const keeper = createTokenKeeper({ exchange, now: () => 0, onLost: () => {} });
  const send = vi.fn(async (input: RequestInfo | URL) => {
    const isGood = new Request(input).headers.get('authorization') === `Bearer ${good}`;
    return new Response(null, { status: isGood ? 200 : 401 });
  });
  keeper.accept({ access_token: 'old', expires_in: 900 });
  const onMustEnrol = vi.fn();
  return { call: createAuthorisedFetch({ keeper, send, onMustEnrol }), send, exchange, onMustEnrol };
}

function ask(path: string): Request {
  return new Request(`http://hawser.test${path}`);
}

describe('authorised fetch', () => {
  it('signs a request with the current token', async () => {
    const { call, exchange } = setUp('old');
    expect((await call(ask('/v1/me'))).status).toBe(200);
    expect(exchange).not.toHaveBeenCalled();
  });

  it('refreshes once after a 401 and tries again', async () => {
    const { call, send, exchange } = setUp('new');
    const answers = await Promise.all([call(ask('/v1/me')), call(ask('/v1/_/agents'))]);
    expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
    expect(exchange).toHaveBeenCalledTimes(1);
    expect(send).toHaveBeenCalledTimes(4);
  });

  it('gives up after the second 401', async () => {
    const { call, send } = setUp('neither');
    expect((await call(ask('/v1/me'))).status).toBe(401);
    expect(send).toHaveBeenCalledTimes(2);
  });

  it('tells when a second factor has to be set up, and hands the answer on', async () => {
    const { call, send, onMustEnrol } = setUp('old');
    const refused = (code: string) => Response.json({ code }, { status: 403 });
    send.mockResolvedValueOnce(refused('forbidden'));
    await call(ask('/v1/_/agents'));
    expect(onMustEnrol).not.toHaveBeenCalled();
    send.mockResolvedValueOnce(refused('second-factor-enrolment-required'));
    expect(await (await call(ask('/v1/_/agents'))).json()).toEqual({ code: 'second-factor-enrolment-required' });
    expect(onMustEnrol).toHaveBeenCalledTimes(1);
  });

  it('sends no token with sign-in and set-up', async () => {
    const { call, send } = setUp('old');
    expect((await call(ask('/v1/auth/login'))).status).toBe(401);
    expect(send).toHaveBeenCalledTimes(1);
  });
});
