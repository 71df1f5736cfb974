import type { Licence } from '@hawser/contracts/http';
import { type Clock, judgeLicence, type LicensedCount } from '@hawser/core';
import { type Queryable, readInstallationUsage, readTenantId } from '@hawser/storage';
import { rfc3339OrNull } from '../../http/times.ts';
import { type LicenceText, readLicence } from './read-licence.ts';

const DAY_MS = 86_400_000;

interface LicenceReportDeps {
  readonly db: Queryable;
  readonly clock: Clock;
  /** Gives the licence as it is set now: it may be replaced while the program runs. */
  readonly licence: () => LicenceText;
}

/** Reads the licence, compares it with what the installation has, and says what it warns of. */
export async function licenceReport({ db, clock, licence }: LicenceReportDeps): Promise<Licence> {
  const [reading, used] = await Promise.all([readLicence(licence()), readInstallationUsage(db)]);
  const { state, warnings } = judgeLicence(reading, used, clock());
  const terms = reading.kind === 'terms' ? reading.terms : null;
  const count = (what: LicensedCount) => ({ used: used[what], limit: terms?.limits[what] ?? null });
  const expiresAt = terms?.expiresAt ?? null;
  return {
    state,
    tenant_id: terms?.tenantId ?? (await readTenantId(db)),
    holder: terms?.holder ?? null,
    expires_at: rfc3339OrNull(expiresAt),
    grace_until: rfc3339OrNull(expiresAt === null ? null : expiresAt + (terms?.graceDays ?? 0) * DAY_MS),
    counts: { agents: count('agents'), users: count('users'), accounts: count('accounts') },
    warnings: warnings.map((warning) => ({ ...warning })),
  };
}
