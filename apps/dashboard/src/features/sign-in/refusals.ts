import { ApiProblem } from '../../services/api/problem.ts';

type Words = readonly [detail: string, hint?: string];

/** What the sign-in page says to a person whom single sign-on brought back, by the word in the address. */
const REFUSALS: Readonly<Record<string, Words>> = {
  cancelled: ['The sign-in was cancelled.'],
  expired: ['The sign-in took too long or was begun in another browser.', 'Begin again.'],
  invalid: [
    'The identity provider gave an answer that is not valid.',
    'Begin again; if it stays, tell an administrator.',
  ],
  unavailable: ['The identity provider cannot be reached.', 'Try again soon, or use your password.'],
  disabled: ['Your user is disabled.', 'An administrator of your account can enable it.'],
  'no-role': ['None of your groups has a role here.', 'An administrator of your account can give one to a group.'],
  'ambiguous-account': [
    'Your groups have roles in several accounts.',
    'An administrator can tell you the link for yours.',
  ],
  'email-missing': [
    'The identity provider did not tell your e-mail address.',
    'An administrator has to allow it there.',
  ],
  'email-unverified': [
    'Your e-mail address is not verified.',
    'Confirm it at the identity provider, then sign in again.',
  ],
  'last-administrator': [
    'You are the last administrator, and your groups no longer make you one.',
    'Get back into the group, or make another administrator on the server.',
  ],
  'email-taken': ['There is a user with your e-mail address already.', 'Use your password, or ask an administrator.'],
};

/** The problem that a word in the address stands for; null for none, and for what is none of ours. */
export function refusalProblem(word: unknown): ApiProblem | null {
  if (typeof word !== 'string' || !Object.hasOwn(REFUSALS, word)) return null;
  const [detail, hint] = REFUSALS[word] ?? [];
  return new ApiProblem({ code: word, title: 'Single sign-on did not let you in', detail, hint });
}
