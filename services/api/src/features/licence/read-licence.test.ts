import { exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { readLicence } from './read-licence.ts';

const TERMS = { tenant_id: 'plant-7', sub: 'Example GmbH', limits: { agents: 10, tunnels: 3 }, grace_days: 14 };
const EXPIRES = 1_700_000_000;

let ed25519: Awaited<ReturnType<typeof generateKeyPair>>;
let rsa: Awaited<ReturnType<typeof generateKeyPair>>;
let publicKey: string;

beforeAll(async () => {
  ed25519 = await generateKeyPair('EdDSA', { extractable: true });
  rsa = await generateKeyPair('RS256', { extractable: true });
  publicKey = await exportSPKI(ed25519.publicKey);
});

function signed(
  payload: object,
  alg = 'EdDSA',
  key: Parameters<SignJWT['sign']>[0] = ed25519.privateKey,
): Promise<string> {
  return new SignJWT({ ...payload }).setProtectedHeader({ alg }).sign(key);
}

const GOOD = {
  kind: 'terms',
  terms: {
    tenantId: 'plant-7',
    holder: 'Example GmbH',
    limits: { agents: 10 },
    expiresAt: EXPIRES * 1000,
    graceDays: 14,
  },
};

describe('readLicence', () => {
  it('takes one that is signed with EdDSA, also with a key whose lines were joined', async () => {
    const key = await signed({ ...TERMS, exp: EXPIRES });
    expect(await readLicence({ key, publicKey })).toEqual(GOOD);
    expect(await readLicence({ key: `${key}\n`, publicKey: publicKey.replaceAll('\n', '\\n') })).toEqual(GOOD);
  });

  it('takes one that is signed with RS256', async () => {
    const key = await signed({ ...TERMS, exp: EXPIRES }, 'RS256', rsa.privateKey);
    expect(await readLicence({ key, publicKey: await exportSPKI(rsa.publicKey) })).toEqual(GOOD);
  });

  it('takes one without limits and without an end', async () => {
    const reading = await readLicence({ key: await signed({ tenant_id: 'x' }), publicKey });
    const terms = { tenantId: 'x', holder: null, limits: {}, expiresAt: null, graceDays: 30 };
    expect(reading).toEqual({ kind: 'terms', terms });
  });

  it('is none when nothing is set', async () => {
    expect(await readLicence({ key: '', publicKey: '' })).toEqual({ kind: 'none' });
  });

  it('refuses the signature of another key', async () => {
    const other = await generateKeyPair('EdDSA');
    const key = await signed(TERMS, 'EdDSA', other.privateKey);
    expect(await readLicence({ key, publicKey })).toMatchObject({ reason: expect.stringContaining('not signed with') });
  });

  it('refuses one whose content was changed', async () => {
    const [header, , signature] = (await signed(TERMS)).split('.');
    const forged = Buffer.from(JSON.stringify({ ...TERMS, limits: {} })).toString('base64url');
    const reading = await readLicence({ key: `${header}.${forged}.${signature}`, publicKey });
    expect(reading).toMatchObject({ kind: 'unusable', reason: expect.stringContaining('not signed with') });
  });

  it('refuses one without a signature, and one signed with the public key as a secret', async () => {
    const none = new UnsecuredJWT({ ...TERMS }).encode();
    const spki = await exportSPKI(rsa.publicKey);
    const confused = await signed(TERMS, 'HS256', new TextEncoder().encode(spki));
    for (const [key, pem] of [
      [none, publicKey],
      [confused, spki],
      [await signed(TERMS), spki],
    ] as const) {
      expect(await readLicence({ key, publicKey: pem })).toMatchObject({
        kind: 'unusable',
        reason: expect.stringContaining('another algorithm'),
      });
    }
  });

  it.each(['nonsense', 'a.b.c', '..', 'x'.repeat(100_000)])('refuses what is no JWT: %.20s', async (key) => {
    expect(await readLicence({ key, publicKey })).toEqual({ kind: 'unusable', reason: 'it is not a signed JWT.' });
  });

  it.each([
    [{ ...TERMS, tenant_id: undefined }, 'its tenant_id is missing.'],
    [{ ...TERMS, exp: 1e15 }, 'its exp is not a time.'],
    [{ ...TERMS, grace_days: -1 }, 'its grace_days is not a number of days.'],
    [{ ...TERMS, limits: { agents: '10' } }, 'its limits are not whole numbers.'],
    [{ ...TERMS, limits: null }, 'its limits are not whole numbers.'],
  ])('refuses %j', async (payload, reason) => {
    expect(await readLicence({ key: await signed(payload), publicKey })).toEqual({ kind: 'unusable', reason });
  });

  it('says what is wrong with the public key', async () => {
    const key = await signed(TERMS);
    const reasonOf = async (pem: string) => (await readLicence({ key, publicKey: pem })) as { reason: string };
    expect((await reasonOf('')).reason).toContain('is not set');
    expect((await reasonOf('secret')).reason).toContain('in PEM');
    const elliptic = await generateKeyPair('ES256', { extractable: true });
    expect((await reasonOf(await exportSPKI(elliptic.publicKey))).reason).toContain('Ed25519 or RSA');
  });
});
