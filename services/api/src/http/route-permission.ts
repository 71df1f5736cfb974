import type { Permission } from '@hawser/core';

/** What a route asks of the caller: a permission in the addressed account, or a reason why nothing. */
export type RoutePermission = Permission | { readonly signedIn: string } | { readonly public: string };

declare module 'fastify' {
  interface FastifyContextConfig {
    permission?: RoutePermission;
    /** All it does is about agents and what belongs to them, and it stays within `scopeOf(request)`: a fleet is enough. */
    perAgent?: true;
    /** Concerns the whole installation, so that the account in the path must be the root account. */
    rootOnly?: boolean;
    /** Works before the installation is set up. */
    beforeSetup?: boolean;
    /** Works for a user who has to set up a second factor first. */
    whileEnrolling?: boolean;
  }
}

export interface DeclaredRoute {
  readonly method: string;
  readonly url: string;
  readonly permission: RoutePermission;
  readonly rootOnly: boolean;
}

/** Tells whether a route needs no access token. */
export function isPublic(permission: RoutePermission): permission is { readonly public: string } {
  return typeof permission === 'object' && 'public' in permission;
}
