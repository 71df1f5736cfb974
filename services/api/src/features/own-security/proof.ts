import type { ProofBody } from '@hawser/contracts/http';
import { Problem } from '@hawser/core';
import { createUserRepository } from '@hawser/storage';
import type { ApiContext } from '../../context.ts';
import type { Session } from '../../sessions/session.ts';

/** The caller, and the address they ask from. */
interface Prover {
  readonly session: Session;
  readonly address: string;
}

/**
 * Lets only the user themselves go on, not whoever found their browser open.
 *
 * @param proof - the present password, or a code of the second factor; with both, both must be right
 * @throws Problem `wrong-proof`, or `too-many-requests` after too many wrong ones
 */
export async function assertProof(context: ApiContext, prover: Prover, proof: ProofBody): Promise<void> {
  if (proof.password !== undefined) await assertPassword(context, prover, proof.password);
  if (proof.code !== undefined) await assertCode(context, prover, proof.code);
}

/** @throws Problem as `assertProof` does */
export async function assertPassword(context: ApiContext, prover: Prover, password: string): Promise<void> {
  const { email, userId, account } = prover.session;
  const { lockout } = await context.securityPolicy(account);
  const succeeded = await context.signIns.enterPassword(email, prover.address, lockout);
  const user = await createUserRepository(context.db).byId(userId);
  if (!(await context.passwords.verify(user?.passwordHash ?? null, password))) throw wrongProof('password');
  await succeeded();
}

async function assertCode(context: ApiContext, { session, address }: Prover, code: string): Promise<void> {
  const { lockout } = await context.securityPolicy(session.account);
  const succeeded = await context.signIns.enterCode(session.userId, address, lockout);
  if (!(await context.secondFactor.useCode(session.userId, code))) throw wrongProof('code');
  await succeeded();
}

function wrongProof(what: 'password' | 'code'): Problem {
  return new Problem('wrong-proof', `The ${what} is not right.`, {
    hint: what === 'code' ? 'Each code works once; wait for the next one.' : 'Type the password you sign in with.',
  });
}
