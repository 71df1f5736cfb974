import type { OidcConfig } from '@hawser/api';
import { ConfigurationError, choiceSetting, listSetting, type SettingValues, textSetting } from '@hawser/platform';
import type { http } from './http-settings.ts';

/** An identity provider that people sign in with. */
export const oidc = {
  oidcIssuer: textSetting({
    env: 'OIDC_ISSUER',
    describe: 'Issuer of the OpenID provider, exactly as it names itself; no single sign-on when not set.',
    fallback: '',
  }),
  oidcClientId: textSetting({ env: 'OIDC_CLIENT_ID', describe: 'Client id of Hawser at the provider.', fallback: '' }),
  oidcClientSecret: textSetting({
    env: 'OIDC_CLIENT_SECRET',
    describe: 'Client secret at the provider; a public client has none.',
    fallback: '',
  }),
  oidcScopes: textSetting({
    env: 'OIDC_SCOPES',
    describe: 'Scopes to ask for, separated by spaces or commas.',
    fallback: 'openid profile email',
  }),
  oidcGroupsClaim: textSetting({
    env: 'OIDC_GROUPS_CLAIM',
    describe: 'Claim with the groups of a person: its name, or the path to it, such as realm_access.roles.',
    fallback: 'groups',
  }),
  oidcSecondFactor: choiceSetting({
    env: 'OIDC_SECOND_FACTOR',
    describe:
      'When a sign-in at the provider counts as one with a second factor: `told`, when its ID token says so (`mfa` in ' +
      '`amr`, or `acr` as below); `always`, because it asks everybody for one.',
    fallback: 'told',
    choices: ['told', 'always'],
  }),
  oidcSecondFactorAcr: listSetting({
    env: 'OIDC_SECOND_FACTOR_ACR',
    describe: 'Values of `acr` that stand for a sign-in with a second factor; the provider is asked for one of them.',
    fallback: [],
  }),
  oidcName: textSetting({
    env: 'OIDC_NAME',
    describe: 'What people call the provider; shown on the button.',
    fallback: 'single sign-on',
  }),
};

type Values = SettingValues<typeof oidc & Pick<typeof http, 'publicUrl'>>;

const LOCAL_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * The identity provider as the settings name it; null when they name none.
 *
 * @throws ConfigurationError naming all that is missing or wrong
 */
export function oidcOf(values: Values): OidcConfig | null {
  const { oidcIssuer: issuer, oidcClientId: clientId, oidcClientSecret: secret, publicUrl, oidcName: name } = values;
  if (issuer === '') return null;
  const problems = [
    ...secureUrlProblems('OIDC_ISSUER', issuer),
    ...(clientId === '' ? ['OIDC_CLIENT_ID: missing; the provider gives one to each program'] : []),
    ...(publicUrl === ''
      ? ['PUBLIC_URL: missing; the provider sends people back to it, such as https://hawser.example']
      : [...secureUrlProblems('PUBLIC_URL', publicUrl), ...originProblems('PUBLIC_URL', publicUrl)]),
  ];
  if (problems.length > 0) throw new ConfigurationError(problems);
  const scopes = ['openid', ...values.oidcScopes.split(/[\s,]+/).filter((scope) => scope !== '')];
  return {
    issuer,
    clientId,
    clientSecret: secret === '' ? null : secret,
    scopes: [...new Set(scopes)],
    groupsClaim: values.oidcGroupsClaim,
    alwaysSecondFactor: values.oidcSecondFactor === 'always',
    secondFactorAcr: values.oidcSecondFactorAcr,
    name,
    publicUrl: new URL(publicUrl).origin,
  };
}

/** Tokens go this way: only on this machine may it be without TLS. */
function secureUrlProblems(setting: string, text: string): string[] {
  if (!URL.canParse(text)) return [`${setting}: "${text}" is not a URL`];
  const { protocol, hostname } = new URL(text);
  if (protocol === 'https:' || (protocol === 'http:' && LOCAL_HOSTS.has(hostname))) return [];
  return [`${setting}: "${text}" has to begin with https://`];
}

function originProblems(setting: string, text: string): string[] {
  if (!URL.canParse(text)) return [];
  const { pathname, search, hash } = new URL(text);
  return pathname === '/' && search === '' && hash === '' ? [] : [`${setting}: "${text}" must have no path`];
}
