import { describe, expect, it, vi } from 'vitest';
import { createTokenKeeper, type FreshToken } from './token-keeper.ts';

function setUp(answers: (FreshToken | null | Error)[]) {
  let time = 1_000_000;
  const onLost = vi.fn();
  const exchange = vi.fn(async () => {
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer ?? null;
  });
  const keeper = createTokenKeeper({ exchange, now: () => time, onLost });
  const pass = (seconds: number) => {
    time += seconds * 1_000;
  };
  return { keeper, exchange, onLost, pass };
}

function fresh(name: string, seconds = 900): FreshToken {
  return { access_token: name, expires_in: seconds };
}

describe('token keeper', () => {
  it('uses a token until a minute before it expires, then exchanges it', async () => {
    const { keeper, exchange, pass } = setUp([fresh('second')]);
    keeper.accept(fresh('first'));
    pass(839);
    expect(await keeper.token()).toBe('first');
    expect(exchange).not.toHaveBeenCalled();
    pass(2);
    expect(await keeper.token()).toBe('second');
  });

  it('exchanges once for any number of callers at the same time', async () => {
    const { keeper, exchange } = setUp([fresh('one'), fresh('two')]);
    const tokens = await Promise.all([keeper.token(), keeper.refresh(), keeper.token()]);
    expect(tokens).toEqual(['one', 'one', 'one']);
    expect(exchange).toHaveBeenCalledTimes(1);
  });

  it('reports a session that ended, once', async () => {
    const { keeper, onLost } = setUp([null, null]);
    keeper.accept(fresh('first'));
    expect(await keeper.refresh()).toBeNull();
    expect(await keeper.token()).toBeNull();
    expect(onLost).toHaveBeenCalledTimes(1);
  });

  it('does not report the end of a session that never was', async () => {
    const { keeper, onLost } = setUp([null]);
    expect(await keeper.token()).toBeNull();
    expect(onLost).not.toHaveBeenCalled();
  });

  it('keeps the session when the server cannot be reached, and tries again later', async () => {
    const { keeper, onLost, pass } = setUp([new TypeError('offline'), fresh('second')]);
    keeper.accept(fresh('first'));
    pass(900);
    await expect(keeper.token()).rejects.toThrow('offline');
    expect(onLost).not.toHaveBeenCalled();
    expect(await keeper.token()).toBe('second');
  });

  it('lets a sign-out during an exchange win', async () => {
    const { keeper, onLost } = setUp([fresh('late'), null]);
    keeper.accept(fresh('first'));
    const running = keeper.refresh();
    keeper.forget();
    expect(await running).toBeNull();
    expect(onLost).not.toHaveBeenCalled();
  });

  it('uses a token that lives shorter than the margin for half its life', async () => {
    const { keeper, exchange, pass } = setUp([fresh('second', 20)]);
    keeper.accept(fresh('first', 20));
    pass(9);
    expect(await keeper.token()).toBe('first');
    pass(2);
    expect(await keeper.token()).toBe('second');
    expect(exchange).toHaveBeenCalledTimes(1);
  });
});
