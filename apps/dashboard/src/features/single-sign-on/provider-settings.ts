interface ProviderSetting {
  readonly name: string;
  readonly words: string;
}

/** What has to be set for single sign-on, in the order in which one finds it out. */
export const PROVIDER_SETTINGS: readonly ProviderSetting[] = [
  { name: 'PUBLIC_URL', words: 'where browsers reach Hawser, with https:// and without a path' },
  { name: 'OIDC_ISSUER', words: 'the issuer, exactly as the provider names itself' },
  { name: 'OIDC_CLIENT_ID', words: 'of the application at the provider' },
  { name: 'OIDC_CLIENT_SECRET', words: 'of the application; left out for a public one' },
  { name: 'OIDC_GROUPS_CLAIM', words: 'the claim with the groups of a person, when it is not “groups”' },
  { name: 'OIDC_SCOPES', words: 'when groups need a scope besides openid, profile and email' },
  { name: 'OIDC_NAME', words: 'what the button on the sign-in page calls the provider' },
];
