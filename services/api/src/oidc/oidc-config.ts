/** The identity provider of the installation, and how this program is known there. */
export interface OidcConfig {
  readonly issuer: string;
  readonly clientId: string;
  /** Null for a public client, which PKCE alone protects. */
  readonly clientSecret: string | null;
  readonly scopes: readonly string[];
  /** Claim with the groups of a person: its name, or the path to it with dots. */
  readonly groupsClaim: string;
  /** Every sign-in at the provider counts as one with a second factor, whatever it says. */
  readonly alwaysSecondFactor: boolean;
  /** Values of `acr` that stand for a sign-in with a second factor; the provider is asked for them. */
  readonly secondFactorAcr: readonly string[];
  /** What people call the provider; shown on the button. */
  readonly name: string;
  /** Origin at which browsers reach the dashboard and the API. The provider sends them back to it. */
  readonly publicUrl: string;
}
