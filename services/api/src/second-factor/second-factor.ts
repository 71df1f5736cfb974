import { type Clock, Problem, type UserId } from '@hawser/core';
import { createTotpRepository, type Database, type Queryable } from '@hawser/storage';
import type { RequestAudit } from '../audit/request-audit.ts';
import type { SecretBox } from '../http/secret-box.ts';
import { hashRecoveryCode, newRecoveryCodes } from './recovery-codes.ts';
import { describeTotp, newTotpSecret, stepOfCode } from './totp.ts';

/** How long a secret waits for its first code. */
const ENROLMENT_MS = 60 * 60_000;

export interface SecondFactorState {
  /** Milliseconds since the Unix epoch; null when it is off. */
  readonly enabledAt: number | null;
  readonly recoveryCodesLeft: number;
}

/** Where a change is made together with its entry. */
type Recording = Pick<RequestAudit, 'transaction'>;

/** Time-based one-time passwords (RFC 6238) with recovery codes. */
export interface SecondFactor {
  isOn(userId: UserId): Promise<boolean>;
  stateOf(userId: UserId): Promise<SecondFactorState>;
  /**
   * Makes a secret, which is not asked for until `confirm`.
   *
   * @param label - shown by the authenticator app
   * @throws Problem `conflict` when the second factor is on
   */
  enrol(userId: UserId, label: string, audit: Recording): Promise<{ readonly secret: string; readonly uri: string }>;
  /**
   * Turns the second factor on.
   *
   * @returns ten recovery codes, which cannot be read again
   * @throws Problem `wrong-proof` when the code is not right; `conflict` when no secret waits for one
   */
  confirm(userId: UserId, code: string, audit: Recording): Promise<string[]>;
  /** Uses a code up. @returns false when it is not right or was used before */
  useCode(userId: UserId, code: string): Promise<boolean>;
  /** Uses a recovery code up. @returns false when it is not right or was used before */
  useRecoveryCode(userId: UserId, code: string): Promise<boolean>;
  /** @throws Problem `conflict` when the second factor is off */
  renewRecoveryCodes(userId: UserId, audit: Recording): Promise<string[]>;
}

export interface SecondFactorDeps {
  readonly db: Database;
  readonly box: SecretBox;
  readonly clock: Clock;
}

export function createSecondFactor({ db, box, clock }: SecondFactorDeps): SecondFactor {
  const totps = createTotpRepository(db);
  /** The step of a right code; whoever uses it up must do that in one statement with asking. */
  const rightStep = async (userId: UserId, code: string, isWanted: (totp: Waiting) => boolean) => {
    const totp = await totps.find(userId);
    if (totp === null || !isWanted(totp)) return null;
    return stepOfCode(await box.open(totp.secret, ownerOf(userId)), code, clock());
  };
  return {
    isOn: (userId) => totps.isConfirmed(userId),
    async stateOf(userId) {
      const [totp, recoveryCodesLeft] = await Promise.all([totps.find(userId), totps.countRecoveryCodes(userId)]);
      return { enabledAt: totp?.confirmedAt ?? null, recoveryCodesLeft };
    },
    async enrol(userId, label, audit) {
      const secret = newTotpSecret();
      const sealed = await box.seal(secret, ownerOf(userId));
      await audit.transaction(async (tx) => {
        if (!(await createTotpRepository(tx).enrol(userId, sealed, clock()))) throw alreadyOn();
      });
      return describeTotp(secret, label);
    },
    async confirm(userId, code, audit) {
      await assertWaiting(db, userId, clock());
      const step = await rightStep(userId, code, ({ confirmedAt }) => confirmedAt === null);
      if (step === null) throw new Problem('wrong-proof', 'The code is not right.', { hint: CODE_HINT });
      return audit.transaction(async (tx) => {
        const inTransaction = createTotpRepository(tx);
        if (!(await inTransaction.confirm(userId, clock()))) throw alreadyOn();
        await inTransaction.useStep(userId, step);
        return replaceRecoveryCodes(tx, userId);
      });
    },
    async useCode(userId, code) {
      const step = await rightStep(userId, code, ({ confirmedAt }) => confirmedAt !== null);
      return step !== null && totps.useStep(userId, step);
    },
    useRecoveryCode: (userId, code) => totps.useRecoveryCode(userId, hashRecoveryCode(code)),
    async renewRecoveryCodes(userId, audit) {
      if (!(await totps.isConfirmed(userId))) throw notOn();
      return audit.transaction((tx) => replaceRecoveryCodes(tx, userId));
    },
  };
}

interface Waiting {
  readonly confirmedAt: number | null;
}

const CODE_HINT = 'Type the code that the app shows now; the clock of the phone must be right.';

async function assertWaiting(db: Queryable, userId: UserId, now: number): Promise<void> {
  const totp = await createTotpRepository(db).find(userId);
  if (totp !== null && totp.confirmedAt !== null) throw alreadyOn();
  if (totp !== null && now - totp.createdAt < ENROLMENT_MS) return;
  throw new Problem('conflict', 'No second factor waits to be confirmed.', { hint: 'Begin with POST /v1/me/totp.' });
}

async function replaceRecoveryCodes(tx: Queryable, userId: UserId): Promise<string[]> {
  const codes = newRecoveryCodes();
  await createTotpRepository(tx).setRecoveryCodes(userId, codes.map(hashRecoveryCode));
  return codes;
}

function ownerOf(userId: UserId): string {
  return `totp ${userId}`;
}

function alreadyOn(): Problem {
  return new Problem('conflict', 'The second factor is on already.', {
    hint: 'Turn it off with DELETE /v1/me/totp first.',
  });
}

export function notOn(): Problem {
  return new Problem('conflict', 'There is no second factor.', { hint: 'Set one up with POST /v1/me/totp.' });
}
