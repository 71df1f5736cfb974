import { expect, it } from 'vitest';
import { refusalProblem } from './refusals.ts';

it('has words for what single sign-on says, and none for what somebody else wrote into the address', () => {
  expect(refusalProblem('no-role')).toMatchObject({ detail: 'None of your groups has a role here.' });
  for (const word of [undefined, null, '', 'You were hacked', 'constructor', ['no-role']]) {
    expect(refusalProblem(word)).toBeNull();
  }
});
