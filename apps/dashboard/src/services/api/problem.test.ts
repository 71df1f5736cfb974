import { describe, expect, it } from 'vitest';
import { ApiProblem, problemFromAnswer, toProblem } from './problem.ts';

describe('problemFromAnswer', () => {
  it('takes over what the problem document says', () => {
    const problem = problemFromAnswer(422, {
      code: 'invalid-input',
      title: 'Invalid input',
      detail: 'The password is too short.',
      hint: 'Use at least 12 characters.',
      errors: [{ field: 'body.password', message: 'too short' }, { field: 7 }],
    });
    expect(problem).toMatchObject({ status: 422, code: 'invalid-input', hint: 'Use at least 12 characters.' });
    expect(problem.field('password')).toBe('too short');
    expect(problem.field('email')).toBeUndefined();
    expect(problem.isPassing).toBe(false);
  });

  it('keeps what a sign-in goes on with', () => {
    expect(problemFromAnswer(401, { code: 'second-factor-required', challenge: 'c' }).challenge).toBe('c');
  });

  it.each([undefined, null, '<html>', 5, []])('makes do with a body of %j', (body) => {
    const problem = problemFromAnswer(502, body);
    expect(problem).toMatchObject({ status: 502, code: 'http-502', fields: [] });
    expect(problem.isPassing).toBe(true);
  });
});

describe('toProblem', () => {
  it('leaves a problem as it is', () => {
    const problem = new ApiProblem({ code: 'x', title: 'X' });
    expect(toProblem(problem)).toBe(problem);
  });

  it('says that the server cannot be reached when fetch throws', () => {
    expect(toProblem(new TypeError('Failed to fetch'))).toMatchObject({ code: 'offline', isPassing: true });
  });

  it('wraps anything else', () => {
    expect(toProblem('boom')).toMatchObject({ code: 'unexpected', detail: 'boom' });
  });
});
