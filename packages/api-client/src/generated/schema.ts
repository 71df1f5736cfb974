// Generated from the routes of services/api: node --import tsx services/api/src/openapi/generate.ts

export interface paths {
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The public keys that access tokens are signed with */
        get: operations["jwks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell whether the service can do its work now */
        get: operations["health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{account}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read an account, however deep below your own it is */
        get: operations["getAccountInReach"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{account}/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the child accounts */
        get: operations["listAccounts"];
        put?: never;
        /** Create a child account */
        post: operations["createAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{account}/accounts/{child}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a child account */
        get: operations["getAccount"];
        put?: never;
        post?: never;
        /**
         * Delete a child account
         * @description An account without agents and data is deleted at once. One with data has to be confirmed by its name; then nobody can use it any more, and a job deletes it: ask for its progress. An account with children is not deleted.
         */
        delete: operations["deleteAccount"];
        options?: never;
        head?: never;
        /** Change a child account: its details, its expiry, what it may use */
        patch: operations["updateAccount"];
        trace?: never;
    };
    "/v1/{account}/accounts/{child}/deletion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell how far the deletion of a child account is, for 30 days after its end as well */
        get: operations["getAccountDeletion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{account}/address-lockouts/{address}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Let an address from which there were too many wrong passwords try again at once
         * @description For administrators of the root account.
         */
        delete: operations["liftAddressLockout"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{account}/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the agents */
        get: operations["listAgents"];
        put?: never;
        /** Create an agent and its MQTT credentials */
        post: operations["createAgent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{account}/agents/{agent}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read one agent */
        get: operations["getAgent"];
        put?: never;
        post?: never;
        /** Delete an agent and its readings */
        delete: operations["deleteAgent"];
        options?: never;
        head?: never;
        /** Change an agent; disabling it ends its connection */
        patch: operations["updateAgent"];
        trace?: never;
    };
    "/v1/{account}/agents/{agent}/credentials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Issue new MQTT credentials; the old ones stop working at once */
        post: operations["issueAgentCredentials"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{account}/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who changed what, and who tried to; newest first
         * @description With `Accept: application/x-ndjson` or `text/csv` the answer is all entries that the filters leave, the oldest first and without pages.
         */
        get: operations["listAuditEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{account}/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List messages that could not be stored, newest first */
        get: operations["listDeadLetters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{account}/dead-letters/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read one with its original bytes */
        get: operations["getDeadLetter"];
        put?: never;
        post?: never;
        /** Delete one for good */
        delete: operations["deleteDeadLetter"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{account}/dead-letters/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send it through ingestion again
         * @description When it is accepted this time, it disappears from the list; otherwise it stays with its new reason and `rejected_at`.
         */
        post: operations["replayDeadLetter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{account}/fleets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the fleets */
        get: operations["listFleets"];
        put?: never;
        /** Create a fleet */
        post: operations["createFleet"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{account}/fleets/{fleet}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read one fleet */
        get: operations["getFleet"];
        put?: never;
        post?: never;
        /** Delete a fleet and what was granted for it; its agents stay */
        delete: operations["deleteFleet"];
        options?: never;
        head?: never;
        /** Change a fleet */
        patch: operations["updateFleet"];
        trace?: never;
    };
    "/v1/{account}/fleets/{fleet}/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the agents of a fleet */
        get: operations["listFleetAgents"];
        put?: never;
        /** Put agents into a fleet; those that are in it already stay */
        post: operations["addAgentsToFleet"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{account}/fleets/{fleet}/agents/{agent}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take an agent out of a fleet */
        delete: operations["removeAgentFromFleet"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{account}/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the invitations that were not accepted yet */
        get: operations["listInvitations"];
        put?: never;
        /**
         * Invite somebody to become a user of the account
         * @description You can grant what you hold yourself. The link works once, for seven days.
         */
        post: operations["createInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{account}/invitations/{invitation}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke an invitation; its link stops working */
        delete: operations["revokeInvitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{account}/invitations/{invitation}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send an invitation again with a new link; the old one stops working */
        post: operations["resendInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{account}/latest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The newest reading of each series
         * @description With `Accept: text/csv` the answer is a table with the columns time, agent, device, metric, unit, value, quality.
         */
        get: operations["latestReadings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{account}/ledger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Account for every message and reading received in a span
         * @description All time unless `from` and `to` say otherwise, by the time a message was received: in whole minutes, and in whole hours for what is older than two days. `from` and `to` in the answer say which span it is. Readings are counted when a message is decoded, so `queued` of readings is always 0.
         */
        get: operations["readLedger"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{account}/licence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The licence of the installation and what it warns of
         * @description Of the root account only. Nothing depends on a licence: it is for whoever wants one.
         */
        get: operations["getLicence"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{account}/limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tell what an account may use, where that comes from and what it uses
         * @description A limit covers the account with all accounts below it. `used` of `readings_per_second` is the average of the last full minute, of `bytes_per_day` the sum of today (UTC).
         */
        get: operations["getLimits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Set what the whole installation may use: the limits of the root account
         * @description Limits of any other account are set by the account above it, with `updateAccount`.
         */
        patch: operations["updateLimits"];
        trace?: never;
    };
    "/v1/{account}/oidc-mappings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List which groups of the identity provider have which roles */
        get: operations["listOidcMappings"];
        put?: never;
        /**
         * Give a group of the identity provider a role
         * @description Takes effect for a person at their next sign-in. One can map only to what one could grant.
         */
        post: operations["createOidcMapping"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{account}/oidc-mappings/{mapping}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read which role a group of the identity provider has */
        get: operations["getOidcMapping"];
        put?: never;
        post?: never;
        /** Take a role away from a group of the identity provider */
        delete: operations["deleteOidcMapping"];
        options?: never;
        head?: never;
        /**
         * Change which role a group of the identity provider has, or which group has it
         * @description Takes effect for a person at their next sign-in. One must hold both what it was and what it becomes.
         */
        patch: operations["updateOidcMapping"];
        trace?: never;
    };
    "/v1/{account}/oidc-policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How people of the identity provider become users of the account */
        get: operations["getOidcPolicy"];
        /** Change how people of the identity provider become users of the account */
        put: operations["updateOidcPolicy"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{account}/readings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Query readings over a span
         * @description The last hour unless `from` and `to` say otherwise (`from` is included, `to` is not). With `Accept: text/csv` the answer is a table with the columns time, agent, device, metric, unit, value, or min, max, avg, count in place of value.
         */
        get: operations["queryReadings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{account}/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the roles that can be granted in the account, the built-in ones first */
        get: operations["listRoles"];
        put?: never;
        /** Create a role of permissions that you hold */
        post: operations["createRole"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{account}/roles/{role}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read one role */
        get: operations["getRole"];
        put?: never;
        post?: never;
        /** Delete a role that nobody has */
        delete: operations["deleteRole"];
        options?: never;
        head?: never;
        /** Change a role; whoever has it has the new permissions at once */
        patch: operations["updateRole"];
        trace?: never;
    };
    "/v1/{account}/series": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the series */
        get: operations["listSeries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{account}/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read the settings that hold in an account, and where they come from */
        get: operations["getSettings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change settings of an account; null inherits again
         * @description An account can be stricter than the accounts above it, never looser.
         */
        patch: operations["updateSettings"];
        trace?: never;
    };
    "/v1/{account}/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the API tokens of the account, with their last use */
        get: operations["listApiTokens"];
        put?: never;
        /** Create an API token that acts for you in the account and those below */
        post: operations["createApiToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{account}/tokens/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke an API token, at once */
        delete: operations["deleteApiToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{account}/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the users of the account */
        get: operations["listUsers"];
        put?: never;
        /** Create a user; nobody can grant what they do not hold */
        post: operations["createUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{account}/users/{user}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read one user */
        get: operations["getUser"];
        put?: never;
        post?: never;
        /** Delete a user with their sessions and API tokens */
        delete: operations["deleteUser"];
        options?: never;
        head?: never;
        /** Change a user who holds no more than you; disabling them ends their sessions */
        patch: operations["updateUser"];
        trace?: never;
    };
    "/v1/{account}/users/{user}/lockout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Let a user who typed too many wrong passwords or codes try again at once */
        delete: operations["liftUserLockout"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{account}/users/{user}/password-reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a link with which a user chooses a new password
         * @description The old password works until the link is used; then every session of the user ends.
         */
        post: operations["resetUserPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/{account}/users/{user}/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Turn the second factor of a user off and end their sessions */
        delete: operations["resetUserSecondFactor"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/invitations/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Become a user with the token of an invitation */
        post: operations["acceptInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in with e-mail and password
         * @description A user with a second factor is answered 401 with the code `second-factor-required` and a `challenge`, unless the browser is trusted.
         */
        post: operations["login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End the session of this access token, at once */
        post: operations["logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/methods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How one can sign in, besides e-mail and password */
        get: operations["signInMethods"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/oidc": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Go to the identity provider to sign in
         * @description For browsers: sets a short-lived cookie and redirects.
         */
        get: operations["startOidc"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/oidc/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where the identity provider sends the browser back to
         * @description Starts a session in the session cookie and redirects to the dashboard. A browser that is refused goes to the sign-in page with `?refused=` and one of: cancelled, expired, invalid, unavailable, disabled, no-role, ambiguous-account, email-missing, email-unverified, email-taken, last-administrator.
         */
        get: operations["finishOidc"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/oidc/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End the session of this access token, at once, and say how to end that at the identity provider */
        post: operations["logoutOidc"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/one-time": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in with a one-time link */
        post: operations["signInOnce"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/password-reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mail a link with which a forgotten password is replaced
         * @description The answer is the same whether there is such a user or not. The link works once, for one hour.
         */
        post: operations["requestPasswordReset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/password-reset/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace a password with the token of a reset link
         * @description Ends every session of the user. The second factor stays.
         */
        post: operations["confirmPasswordReset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Exchange a refresh token for a new pair
         * @description Each refresh token works once. Using one a second time ends every session that came from it.
         */
        post: operations["refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Finish a sign-in with a code of the authenticator app or a recovery code
         * @description A challenge works once, for five minutes and five tries; a code works once.
         */
        post: operations["giveSecondFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Receive readings, presence and rates as they happen (WebSocket)
         * @description Upgrade to a WebSocket, send `authenticate` (or an `Authorization` header with the upgrade) within ten seconds, then `subscribe`. The messages are the schemas LiveClientMessage and LiveServerMessage.
         */
        get: operations["live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who the access token belongs to */
        get: operations["me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Change your password; your other sessions end */
        post: operations["changePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List where you are signed in */
        get: operations["listOwnSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/sessions/{session}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End one of your sessions, at once */
        delete: operations["endOwnSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/sign-out-everywhere": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End all of your sessions, this one too, and forget trusted browsers */
        post: operations["signOutEverywhere"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell whether you have a second factor */
        get: operations["getSecondFactor"];
        put?: never;
        /**
         * Begin to set up the second factor
         * @description It is not asked for until a code is confirmed. Beginning again replaces the secret.
         */
        post: operations["enrolSecondFactor"];
        /** Turn the second factor off */
        delete: operations["removeSecondFactor"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/totp/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Turn the second factor on with a first code */
        post: operations["confirmSecondFactor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/totp/recovery-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Replace the recovery codes */
        post: operations["renewRecoveryCodes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/trusted-browsers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the browsers that are not asked for the second factor */
        get: operations["listTrustedBrowsers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/trusted-browsers/{browser}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Ask for the second factor in a browser again */
        delete: operations["forgetTrustedBrowser"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell whether the installation still has to be set up */
        get: operations["getSetup"];
        put?: never;
        /** Make the first administrator and the first account */
        post: operations["setUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** AcceptInvitation */
        AcceptInvitation: {
            /** @description as people call you */
            name: string;
            /** @description at least 12 characters, not a common one */
            password: string;
            /** @description from the link */
            token: string;
        };
        /** Account */
        Account: {
            contact: components["schemas"]["Contact"];
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            created_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            expires_at: string | null;
            /** @description UUIDv7 */
            id: string;
            limits: components["schemas"]["GivenLimits"];
            name: string;
            organisation: string;
            parent_id: string | null;
            /** @description names from the root down, as in `/sys/acme/north` */
            path: string;
            /**
             * @description `expired` also when an account above has expired or is being deleted
             * @enum {string}
             */
            state: "active" | "expired" | "deleting";
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            updated_at: string;
        };
        /** AccountDeletion */
        AccountDeletion: {
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            finished_at: string | null;
            name: string;
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            requested_at: string;
            /** @description agents, series, dead letters and ledger lines deleted so far */
            rows_done: number;
            /** @enum {string} */
            state: "running" | "done";
        };
        /** AccountPage */
        AccountPage: {
            items: components["schemas"]["Account"][];
            next_cursor: string | null;
        };
        /** AddAgentsToFleet */
        AddAgentsToFleet: {
            agents: string[];
        };
        /** Agent */
        Agent: {
            /** @description name of the account it belongs to */
            account: string;
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            connected_at: string | null;
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            created_at: string;
            description: string;
            /** @description a disabled agent cannot connect */
            disabled: boolean;
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            disconnected_at: string | null;
            /** @description UUIDv7 */
            id: string;
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            last_message_at: string | null;
            name: string;
            online: boolean;
            tags: string[];
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            updated_at: string;
        };
        /** AgentCredentials */
        AgentCredentials: {
            account: string;
            /** @description UUIDv7 */
            id: string;
            mqtt: components["schemas"]["MqttAccess"];
            name: string;
        };
        /** AgentPage */
        AgentPage: {
            items: components["schemas"]["Agent"][];
            next_cursor: string | null;
        };
        /** ApiToken */
        ApiToken: {
            /** @description name of the account it reaches, with those below */
            account: string;
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            created_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            expires_at: string;
            /** @description UUIDv7 */
            id: string;
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            last_used_at: string | null;
            name: string;
            /** @description e-mail address of the user it acts for */
            owner: string;
            permissions: string[];
            /** @description how the token begins, to tell which one it is */
            prefix: string;
        };
        /** ApiTokenPage */
        ApiTokenPage: {
            items: components["schemas"]["ApiToken"][];
            next_cursor: string | null;
        };
        /** AuditActor */
        AuditActor: {
            id: string | null;
            /** @enum {string} */
            kind: "user" | "token" | "agent" | "command" | "system" | "anonymous";
            /** @description e-mail address of a user, name of an agent */
            name: string | null;
        };
        /** AuditedResource */
        AuditedResource: {
            id: string | null;
            kind: string;
            name: string | null;
        };
        /** AuditEntry */
        AuditEntry: {
            /** @description UUIDv7 */
            account_id: string;
            /** @description `<resource>.<verb>`, as in `agent.create` */
            action: string;
            actor: components["schemas"]["AuditActor"];
            /** @description network address that it came from */
            address: string | null;
            after: {
                [key: string]: unknown;
            } | null;
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            at: string;
            before: {
                [key: string]: unknown;
            } | null;
            /** @description code of the problem that was answered */
            code: string | null;
            /** @description identical attempts that the entry stands for */
            count: number;
            /** @description SHA-256 over this entry and the hash before, in hexadecimal */
            hash: string;
            /** @enum {string} */
            outcome: "success" | "denied" | "failed";
            request_id: string | null;
            resource: components["schemas"]["AuditedResource"];
            /** @description place in the chain of the account, from 1 without gaps */
            seq: number;
            user_agent: string | null;
        };
        /** AuditPage */
        AuditPage: {
            items: components["schemas"]["AuditEntry"][];
            next_cursor: string | null;
        };
        /** ChangePassword */
        ChangePassword: {
            current_password: string;
            /** @description at least 12 characters, not a common one */
            new_password: string;
        };
        /** ConfirmPasswordReset */
        ConfirmPasswordReset: {
            /** @description at least 12 characters, not a common one */
            password: string;
            /** @description from the link */
            token: string;
        };
        /** ConfirmSecondFactor */
        ConfirmSecondFactor: {
            /** @description six digits from the authenticator app */
            code: string;
        };
        /**
         * Contact
         * @description empty text where nobody is named
         */
        Contact: {
            email: string;
            name: string;
            phone: string;
        };
        /** CreateAccount */
        CreateAccount: {
            contact?: components["schemas"]["Contact"];
            /**
             * Format: date-time
             * @description RFC 3339; not later than that of an account above. From then on nobody can use the account; its data stays
             */
            expires_at?: string | null;
            limits?: components["schemas"]["GivenLimits"];
            /** @description 3 to 63 lower-case letters, digits and hyphens; unique in the installation and never changed */
            name: string;
            organisation?: string;
        };
        /** CreateAgent */
        CreateAgent: {
            description?: string;
            /** @description 1 to 64 letters, digits and `._:-`; unique in the account, and a level of its MQTT topics */
            name: string;
            tags?: string[];
        };
        /** CreateApiToken */
        CreateApiToken: {
            /** @description days until it expires, default 90 */
            expires_in_days?: number;
            /** @description what the program is for */
            name: string;
            permissions: ("account:read" | "account:write" | "account:delete" | "user:read" | "user:write" | "user:delete" | "role:read" | "role:write" | "role:delete" | "agent:read" | "agent:write" | "agent:delete" | "agent:connect" | "device:read" | "device:write" | "device:delete" | "telemetry:read" | "telemetry:write" | "telemetry:delete" | "state:read" | "state:write" | "job:read" | "job:write" | "job:delete" | "job:execute" | "command:read" | "command:write" | "command:execute" | "file:read" | "file:write" | "file:delete" | "log:read" | "log:write" | "log:delete" | "route:read" | "route:write" | "route:delete" | "alert:read" | "alert:write" | "alert:delete" | "tunnel:read" | "tunnel:delete" | "tunnel:connect" | "provisioning:read" | "provisioning:write" | "provisioning:delete" | "service:read" | "service:write" | "service:delete" | "audit:read" | "licence:read" | "licence:write" | "dashboard:read" | "dashboard:write" | "dashboard:delete" | "token:read" | "token:write" | "token:delete")[];
        };
        /** CreateFleet */
        CreateFleet: {
            description?: string;
            /** @description 1 to 64 letters, digits and `._:-`; unique in the account, and never changed */
            name: string;
        };
        /** CreateInvitation */
        CreateInvitation: {
            /** @description the e-mail address that names the user; upper and lower case are the same */
            email: string;
            grants: components["schemas"]["GrantInput"][];
        };
        /** CreateOidcMapping */
        CreateOidcMapping: {
            /** @description false when left out */
            descendants?: boolean;
            /** @description the group exactly as the identity provider names it in the claim */
            group: string;
            /** @description admin, operator, viewer, or the name or id of a role of the account */
            role: string;
        };
        /** CreateRole */
        CreateRole: {
            description?: string;
            /** @description 1 to 64 letters, digits, spaces and `._-`; unique in the account, and never changed */
            name: string;
            permissions: ("account:read" | "account:write" | "account:delete" | "user:read" | "user:write" | "user:delete" | "role:read" | "role:write" | "role:delete" | "agent:read" | "agent:write" | "agent:delete" | "agent:connect" | "device:read" | "device:write" | "device:delete" | "telemetry:read" | "telemetry:write" | "telemetry:delete" | "state:read" | "state:write" | "job:read" | "job:write" | "job:delete" | "job:execute" | "command:read" | "command:write" | "command:execute" | "file:read" | "file:write" | "file:delete" | "log:read" | "log:write" | "log:delete" | "route:read" | "route:write" | "route:delete" | "alert:read" | "alert:write" | "alert:delete" | "tunnel:read" | "tunnel:delete" | "tunnel:connect" | "provisioning:read" | "provisioning:write" | "provisioning:delete" | "service:read" | "service:write" | "service:delete" | "audit:read" | "licence:read" | "licence:write" | "dashboard:read" | "dashboard:write" | "dashboard:delete" | "token:read" | "token:write" | "token:delete")[];
        };
        /** CreateUser */
        CreateUser: {
            /** @description the e-mail address that names the user; upper and lower case are the same */
            email: string;
            grants: components["schemas"]["GrantInput"][];
            /** @description as people call them */
            name?: string;
            /** @description at least 12 characters, not a common one */
            password: string;
        };
        /** DeadLetter */
        DeadLetter: {
            /** @description name of the agent, or as the topic spells it; empty when nothing says it */
            agent: string;
            /**
             * Format: uuid
             * @description null when the agent is not known
             */
            agent_id: string | null;
            content_type: string | null;
            detail: string;
            dialect: string;
            /** @description UUIDv7 */
            id: string;
            /** @description `unknown` for a queue entry that is no message of Hawser */
            kind: string;
            payload_bytes: number;
            /** @description stable code */
            reason: string;
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            received_at: string;
            /** @description the refused readings, when the others were stored */
            refused: components["schemas"]["RefusedReading"][] | null;
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            rejected_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            replayed_at: string | null;
            replays: number;
            topic: string;
        };
        /** DeadLetterPage */
        DeadLetterPage: {
            items: components["schemas"]["DeadLetter"][];
            next_cursor: string | null;
        };
        /** DeadLetterReplay */
        DeadLetterReplay: {
            /** @description UUIDv7 */
            id: string;
            /** @enum {string} */
            status: "queued";
        };
        /** DeadLetterWithPayload */
        DeadLetterWithPayload: {
            /** @description name of the agent, or as the topic spells it; empty when nothing says it */
            agent: string;
            /**
             * Format: uuid
             * @description null when the agent is not known
             */
            agent_id: string | null;
            content_type: string | null;
            detail: string;
            dialect: string;
            /** @description UUIDv7 */
            id: string;
            /** @description `unknown` for a queue entry that is no message of Hawser */
            kind: string;
            /**
             * Format: byte
             * @description the original bytes, in base64
             */
            payload: string;
            payload_bytes: number;
            /** @description stable code */
            reason: string;
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            received_at: string;
            /** @description the refused readings, when the others were stored */
            refused: components["schemas"]["RefusedReading"][] | null;
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            rejected_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            replayed_at: string | null;
            replays: number;
            /** @description the first 64 KiB as text, when the payload is text */
            text: string | null;
            topic: string;
        };
        /** DeleteAccount */
        DeleteAccount: {
            /** @description the name of the account, when it has data */
            confirm: string;
        } | null;
        /** Fleet */
        Fleet: {
            /** @description name of the account it belongs to */
            account: string;
            /** @description how many agents are in it */
            agents: number;
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            created_at: string;
            description: string;
            /** @description UUIDv7 */
            id: string;
            name: string;
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            updated_at: string;
        };
        /** FleetPage */
        FleetPage: {
            items: components["schemas"]["Fleet"][];
            next_cursor: string | null;
        };
        /**
         * GivenLimits
         * @description what is left out is inherited
         */
        GivenLimits: {
            /** @description agents */
            agents?: number;
            /** @description bytes/day */
            bytes_per_day?: number;
            /** @description accounts */
            child_accounts?: number;
            /** @description readings/s */
            readings_per_second?: number;
            /** @description days */
            retention_days?: number;
            /** @description routes */
            routes?: number;
            /** @description tunnels */
            tunnels?: number;
            /** @description users */
            users?: number;
        };
        /** Grant */
        Grant: {
            /** @description name of the account it holds in */
            account: string;
            /** @description whether it also holds in all accounts below that one */
            descendants: boolean;
            /** @description name of the only fleet whose agents it covers */
            fleet: string | null;
            /** @description admin, operator, viewer, or the name of a role of the user's account */
            role: string;
        };
        /** GrantInput */
        GrantInput: {
            /** @description name or id of the account it holds in: the one in the path, which is the default, or one below */
            account?: string;
            /** @description also in all accounts below that one; default true, without a fleet */
            descendants?: boolean;
            /** @description name or id of a fleet of that account: it holds for the agents of the fleet and nothing else */
            fleet?: string;
            /** @description admin, operator, viewer, or the name of a role of the user's account */
            role: string;
        };
        /** Health */
        Health: {
            /** @description each part the service needs */
            checks: {
                [key: string]: "ok" | "failed";
            };
            /** @enum {string} */
            status: "ok" | "unavailable";
            version: string;
        };
        /** Invitation */
        Invitation: {
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            created_at: string;
            email: string;
            expired: boolean;
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            expires_at: string;
            grants: components["schemas"]["Grant"][];
            /** @description UUIDv7 */
            id: string;
        };
        /** InvitationPage */
        InvitationPage: {
            items: components["schemas"]["Invitation"][];
            next_cursor: string | null;
        };
        /** JsonWebKeySet */
        JsonWebKeySet: {
            keys: {
                [key: string]: unknown;
            }[];
        };
        /** Latest */
        Latest: {
            /** @description false when there are more series */
            complete: boolean;
            items: components["schemas"]["LatestReading"][];
        };
        /** LatestReading */
        LatestReading: {
            agent: string;
            /** @description UUIDv7 */
            agent_id: string;
            device: string;
            metric: string;
            /** @enum {string} */
            quality: "good" | "uncertain" | "bad";
            /** @description milliseconds since the Unix epoch */
            time: number;
            unit: string | null;
            value: number | boolean | string;
        };
        /** Ledger */
        Ledger: {
            agents: components["schemas"]["LedgerAgent"][];
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            from: string;
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            to: string;
            total: components["schemas"]["LedgerTotal"];
        };
        /** LedgerAgent */
        LedgerAgent: {
            /** @description name of the agent, or its id when it was deleted */
            agent: string;
            agent_id: string;
            messages: components["schemas"]["LedgerCounts"];
            readings: components["schemas"]["LedgerCounts"];
        };
        /** LedgerCounts */
        LedgerCounts: {
            /** @description received = stored + duplicate + rejected + queued */
            balanced: boolean;
            duplicate: number;
            queued: number;
            received: number;
            rejected: number;
            stored: number;
        };
        /** LedgerTotal */
        LedgerTotal: {
            messages: components["schemas"]["LedgerCounts"];
            readings: components["schemas"]["LedgerCounts"];
        };
        /** Licence */
        Licence: {
            counts: {
                accounts: components["schemas"]["LicensedCount"];
                agents: components["schemas"]["LicensedCount"];
                users: components["schemas"]["LicensedCount"];
            };
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            expires_at: string | null;
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            grace_until: string | null;
            holder: string | null;
            /**
             * @description `none` and `valid` need nothing; the others warn and stop nothing
             * @enum {string}
             */
            state: "none" | "valid" | "grace" | "expired" | "invalid";
            /** @description of the licence; without a usable one, the one the installation made itself */
            tenant_id: string;
            warnings: components["schemas"]["LicenceWarning"][];
        };
        /** LicenceWarning */
        LicenceWarning: {
            code: string;
            message: string;
        };
        /** LicensedCount */
        LicensedCount: {
            /** @description null: as many as you like */
            limit: number | null;
            used: number;
        };
        /** Limit */
        Limit: {
            /** @description false while nothing in the program spends it */
            enforced: boolean;
            /** @description name of the account that it is set on; null is the default */
            from: string | null;
            /**
             * @description `near` from four fifths on
             * @enum {string}
             */
            level: "within" | "near" | "reached";
            /** @enum {string} */
            name: "agents" | "users" | "child_accounts" | "readings_per_second" | "bytes_per_day" | "retention_days" | "tunnels" | "routes";
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            since: string | null;
            unit: string;
            /** @description by the account and all below it; null where nothing is counted */
            used: number | null;
            /** @description null is without a bound */
            value: number | null;
        };
        /**
         * LimitChanges
         * @description what is left out stays; null inherits again
         */
        LimitChanges: {
            /** @description agents */
            agents?: number | null;
            /** @description bytes/day */
            bytes_per_day?: number | null;
            /** @description accounts */
            child_accounts?: number | null;
            /** @description readings/s */
            readings_per_second?: number | null;
            /** @description days */
            retention_days?: number | null;
            /** @description routes */
            routes?: number | null;
            /** @description tunnels */
            tunnels?: number | null;
            /** @description users */
            users?: number | null;
        };
        /** Limits */
        Limits: {
            items: components["schemas"]["Limit"][];
        };
        /** LiveClientMessage */
        LiveClientMessage: {
            access_token: string;
            /** @constant */
            type: "authenticate";
        } | {
            /** @description name or id; `_` is your own */
            account: string;
            agents?: "all" | string[];
            /** @description chosen by the client */
            id: string;
            series?: {
                /** @description name or id of an agent */
                agent: string;
                device: string;
                metric: string;
            }[];
            /** @constant */
            type: "subscribe";
        } | {
            /** @description chosen by the client */
            id: string;
            /** @constant */
            type: "unsubscribe";
        };
        /** LiveReading */
        LiveReading: {
            agent: string;
            /** @description UUIDv7 */
            agent_id: string;
            device: string;
            metric: string;
            /** @description milliseconds since the Unix epoch */
            time: number;
            unit: string | null;
            value: number | boolean | string;
        };
        /** LiveServerMessage */
        LiveServerMessage: {
            /** @description milliseconds since the Unix epoch */
            expires_at: number;
            /** @constant */
            type: "authenticated";
        } | {
            /** @description milliseconds since the Unix epoch */
            expires_at: number;
            /** @constant */
            type: "reauthenticate";
        } | {
            /** @description chosen by the client */
            id: string;
            /** @constant */
            type: "subscribed";
        } | {
            /** @description chosen by the client */
            id: string;
            /** @constant */
            type: "unsubscribed";
        } | {
            code: string;
            /** @description chosen by the client */
            id?: string;
            message: string;
            /** @constant */
            type: "error";
        } | {
            /**
             * @description the client was slow: only the newest reading of each series is here
             * @constant
             */
            coalesced?: true;
            /** @description chosen by the client */
            id: string;
            readings: components["schemas"]["LiveReading"][];
            /** @constant */
            type: "readings";
        } | {
            agent: string;
            /** @description UUIDv7 */
            agent_id: string;
            /** @description milliseconds since the Unix epoch */
            at: number;
            /** @description chosen by the client */
            id: string;
            online: boolean;
            /** @constant */
            type: "presence";
        } | {
            agents_online: number;
            /** @description chosen by the client */
            id: string;
            /** @description in the last second */
            messages_received: number;
            /** @description in the last second */
            messages_rejected: number;
            /** @description in the last second */
            readings_stored: number;
            /** @constant */
            type: "rates";
        } | {
            /** @description milliseconds since the Unix epoch */
            at: number;
            /** @description chosen by the client */
            id: string;
            /**
             * @description `near` from four fifths on
             * @enum {string}
             */
            level: "near" | "reached";
            /** @enum {string} */
            limit: "agents" | "users" | "child_accounts" | "readings_per_second" | "bytes_per_day" | "retention_days" | "tunnels" | "routes";
            /** @constant */
            type: "limit";
        };
        /** LoginRequest */
        LoginRequest: {
            /** @description the e-mail address that names the user; upper and lower case are the same */
            email: string;
            password: string;
        };
        /** Me */
        Me: {
            account: components["schemas"]["Account"];
            /** @description whether this is a program with an API token of the user */
            api_token: boolean;
            email: string;
            /** @description what was granted to the user; an API token may have less */
            grants: components["schemas"]["Grant"][];
            /** @description UUIDv7 */
            id: string;
            name: string;
            /** @description what the caller may do in `account`, at least for the agents of a fleet */
            permissions: string[];
            /** @description for administrators of the root account: what should be done to run the installation safely */
            recommendations: ("add-administrator" | "disable-default-user")[];
        };
        /** MqttAccess */
        MqttAccess: {
            /** @description the MQTT client id to use: the id of the agent */
            client_id: string;
            /** @description shown this once */
            password: string;
            /** @description address of the broker */
            url: string;
            username: string;
        };
        /** NewApiToken */
        NewApiToken: {
            /** @description name of the account it reaches, with those below */
            account: string;
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            created_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            expires_at: string;
            /** @description UUIDv7 */
            id: string;
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            last_used_at: string | null;
            name: string;
            /** @description e-mail address of the user it acts for */
            owner: string;
            permissions: string[];
            /** @description how the token begins, to tell which one it is */
            prefix: string;
            /** @description shown this once */
            token: string;
        };
        /** OidcLogout */
        OidcLogout: {
            /** @description open it in the browser to end the session at the identity provider, too */
            end_session_url: string | null;
        };
        /** OidcMapping */
        OidcMapping: {
            /** @description name of the account it holds in */
            account: string;
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            created_at: string;
            /** @description whether it also holds in all accounts below that one */
            descendants: boolean;
            /** @description the group exactly as the identity provider names it in the claim */
            group: string;
            /** @description UUIDv7 */
            id: string;
            role: string;
        };
        /** OidcMappingPage */
        OidcMappingPage: {
            items: components["schemas"]["OidcMapping"][];
            next_cursor: string | null;
        };
        /** OidcMethod */
        OidcMethod: {
            /** @description what people call the identity provider */
            name: string;
            /** @description path to open in the browser; `next` may name the page to go to afterwards */
            url: string;
        } | null;
        /** OidcPolicy */
        OidcPolicy: {
            /** @description whether a person whose e-mail address the identity provider has verified becomes the user of this account who has that address; never in the root account */
            link_by_email: boolean;
        };
        /** OneTimeRequest */
        OneTimeRequest: {
            token: string;
        };
        /** OwnSession */
        OwnSession: {
            /** @description network address it was last used from; empty when not known */
            address: string;
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            created_at: string;
            /** @description the session that asks */
            current: boolean;
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            expires_at: string;
            /** @description UUIDv7 */
            id: string;
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            last_used_at: string;
            user_agent: string;
        };
        /** OwnSessionPage */
        OwnSessionPage: {
            items: components["schemas"]["OwnSession"][];
            next_cursor: string | null;
        };
        /** PasswordResetLink */
        PasswordResetLink: {
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            expires_at: string;
            /** @description works once; shown this once */
            link: string;
            /**
             * @description whether the link was mailed; when it was not, hand it over yourself
             * @enum {string}
             */
            mail: "sent" | "failed" | "not-set-up";
        };
        /** PasswordResetRequest */
        PasswordResetRequest: {
            /** @description the e-mail address that names the user; upper and lower case are the same */
            email: string;
        };
        /** Problem */
        Problem: {
            /** @description with `second-factor-required`: send it to `POST /v1/auth/second-factor` within five minutes */
            challenge?: string;
            /** @description stable; scripts may rely on it */
            code: string;
            /** @description what happened this time */
            detail: string;
            errors?: {
                /** @description where: `body.email`, `query.from`, … */
                field: string;
                message: string;
            }[];
            /** @description what can be done about it */
            hint?: string;
            /** @description find the request in the logs by this */
            request_id: string;
            status: number;
            /** @description short name of the kind of problem */
            title: string;
            /** @description a URI for the kind of problem: `urn:hawser:problem:` and the code */
            type: string;
        };
        /**
         * Proof
         * @description the present password, or a code
         */
        Proof: {
            /** @description six digits from the authenticator app */
            code?: string;
            password?: string;
        };
        /** Readings */
        Readings: {
            series: components["schemas"]["ReadingSeries"][];
        };
        /** ReadingSeries */
        ReadingSeries: {
            agent: string;
            device: string;
            metric: string;
            points: ([
                number,
                number | boolean | string
            ] | [
                number,
                number,
                number,
                number,
                number
            ])[];
            /**
             * @description which one was used
             * @enum {string}
             */
            resolution: "raw" | "1m" | "1h";
            unit: string | null;
        };
        /** RecoveryCodes */
        RecoveryCodes: {
            /** @description each works once, when the app is lost; shown this once */
            recovery_codes: string[];
        };
        /**
         * RefreshRequest
         * @description leave the token out when it is in the cookie
         */
        RefreshRequest: {
            refresh_token?: string;
        } | null;
        /** RefusedReading */
        RefusedReading: {
            detail: string;
            /** @description position of the reading in the message, from 0 */
            index: number;
            reason: string;
        };
        /** Role */
        Role: {
            /** @description exists in every account and cannot be changed */
            built_in: boolean;
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            created_at: string | null;
            description: string;
            /** @description UUIDv7; null for a built-in role */
            id: string | null;
            name: string;
            permissions: string[];
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            updated_at: string | null;
        };
        /** RolePage */
        RolePage: {
            items: components["schemas"]["Role"][];
            next_cursor: string | null;
        };
        /** SecondFactorEnrolment */
        SecondFactorEnrolment: {
            /** @description QR code as `data:image/svg+xml;…` */
            qr: string;
            /** @description base32, for typing it in by hand; shown this once */
            secret: string;
            /** @description `otpauth://…`, what the picture says */
            uri: string;
        };
        /** SecondFactorRequest */
        SecondFactorRequest: {
            /** @description from the answer of `POST /v1/auth/login` */
            challenge: string;
            /** @description six digits from the authenticator app */
            code?: string;
            /** @description one of the recovery codes; works once */
            recovery_code?: string;
            /** @description do not ask for the second factor in this browser for 30 days */
            trust_browser?: boolean;
        };
        /** SecondFactorState */
        SecondFactorState: {
            /** @description nothing else works before one is set up: it is required, and the identity provider asked for none */
            due: boolean;
            /** @description asked for at every sign-in */
            enabled: boolean;
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            enabled_at: string | null;
            /** @description the user administers the installation and should have one */
            recommended: boolean;
            recovery_codes_left: number;
            /** @description the account asks its users to have one */
            required: boolean;
        };
        /** SentInvitation */
        SentInvitation: {
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            created_at: string;
            email: string;
            expired: boolean;
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            expires_at: string;
            grants: components["schemas"]["Grant"][];
            /** @description UUIDv7 */
            id: string;
            /** @description works once; shown this once */
            link: string;
            /**
             * @description whether the link was mailed; when it was not, hand it over yourself
             * @enum {string}
             */
            mail: "sent" | "failed" | "not-set-up";
        };
        /** Series */
        Series: {
            agent: string;
            /** @description UUIDv7 */
            agent_id: string;
            device: string;
            /** @enum {string} */
            kind: "number" | "boolean" | "string" | "mixed";
            metric: string;
            unit: string | null;
        };
        /** SeriesPage */
        SeriesPage: {
            items: components["schemas"]["Series"][];
            next_cursor: string | null;
        };
        /** Setting */
        Setting: {
            /** @description name of the account that the value comes from; null is the default */
            from: string | null;
            /** @enum {string} */
            name: "retention_days" | "mfa_required" | "password_min_length" | "lockout_after" | "lockout_max_seconds" | "session_seconds" | "allowed_dialects";
            /** @description what is set on this account; null inherits */
            own: unknown;
            /** @description what holds; null is no restriction beyond that of the installation */
            value: unknown;
        };
        /** Settings */
        Settings: {
            items: components["schemas"]["Setting"][];
        };
        /** SetupRequest */
        SetupRequest: {
            /** @description 3 to 63 lower-case letters, digits and hyphens; unique in the installation and never changed */
            account: string;
            /** @description the e-mail address that names the user; upper and lower case are the same */
            email: string;
            /** @description at least 12 characters, not a common one */
            password: string;
            /** @description from the link the program printed */
            token: string;
        };
        /** SetupResult */
        SetupResult: {
            /** @description JWT, sent as `Authorization: Bearer …` */
            access_token: string;
            account: components["schemas"]["Account"];
            /** @description seconds until the access token expires */
            expires_in: number;
            /** @description good for one exchange at `POST /v1/auth/refresh`; left out when the session is kept in a cookie */
            refresh_token?: string;
        };
        /** SetupState */
        SetupState: {
            /** @description true until the first administrator exists */
            required: boolean;
        };
        /** SignInMethods */
        SignInMethods: {
            oidc: components["schemas"]["OidcMethod"];
        };
        /** Tokens */
        Tokens: {
            /** @description JWT, sent as `Authorization: Bearer …` */
            access_token: string;
            /** @description seconds until the access token expires */
            expires_in: number;
            /** @description good for one exchange at `POST /v1/auth/refresh`; left out when the session is kept in a cookie */
            refresh_token?: string;
        };
        /** TrustedBrowser */
        TrustedBrowser: {
            /** @description network address from which it was trusted */
            address: string;
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            created_at: string;
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            expires_at: string;
            /** @description UUIDv7 */
            id: string;
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            last_used_at: string;
            user_agent: string;
        };
        /** TrustedBrowserPage */
        TrustedBrowserPage: {
            items: components["schemas"]["TrustedBrowser"][];
            next_cursor: string | null;
        };
        /** UpdateAccount */
        UpdateAccount: {
            contact?: components["schemas"]["Contact"];
            /**
             * Format: date-time
             * @description RFC 3339; not later than that of an account above. From then on nobody can use the account; its data stays
             */
            expires_at?: string | null;
            limits?: components["schemas"]["LimitChanges"];
            organisation?: string;
        };
        /** UpdateAgent */
        UpdateAgent: {
            description?: string;
            disabled?: boolean;
            tags?: string[];
        };
        /** UpdateFleet */
        UpdateFleet: {
            description: string;
        };
        /** UpdateOidcMapping */
        UpdateOidcMapping: {
            descendants?: boolean;
            /** @description the group exactly as the identity provider names it in the claim */
            group?: string;
            /** @description admin, operator, viewer, or the name or id of a role of the account */
            role?: string;
        };
        /** UpdateRole */
        UpdateRole: {
            description?: string;
            permissions?: ("account:read" | "account:write" | "account:delete" | "user:read" | "user:write" | "user:delete" | "role:read" | "role:write" | "role:delete" | "agent:read" | "agent:write" | "agent:delete" | "agent:connect" | "device:read" | "device:write" | "device:delete" | "telemetry:read" | "telemetry:write" | "telemetry:delete" | "state:read" | "state:write" | "job:read" | "job:write" | "job:delete" | "job:execute" | "command:read" | "command:write" | "command:execute" | "file:read" | "file:write" | "file:delete" | "log:read" | "log:write" | "log:delete" | "route:read" | "route:write" | "route:delete" | "alert:read" | "alert:write" | "alert:delete" | "tunnel:read" | "tunnel:delete" | "tunnel:connect" | "provisioning:read" | "provisioning:write" | "provisioning:delete" | "service:read" | "service:write" | "service:delete" | "audit:read" | "licence:read" | "licence:write" | "dashboard:read" | "dashboard:write" | "dashboard:delete" | "token:read" | "token:write" | "token:delete")[];
        };
        /** UpdateSettings */
        UpdateSettings: {
            /** @description dialects that agents may speak; messages in another become dead letters */
            allowed_dialects?: string[] | null;
            /** @description wrong passwords before a wait */
            lockout_after?: number | null;
            /** @description longest wait */
            lockout_max_seconds?: number | null;
            /** @description users need a second factor */
            mfa_required?: boolean | null;
            /** @description characters */
            password_min_length?: number | null;
            /** @description days that readings are kept */
            retention_days?: number | null;
            /** @description longest time until a user has to sign in again */
            session_seconds?: number | null;
        };
        /** UpdateUser */
        UpdateUser: {
            /** @description true ends their sessions at once */
            disabled?: boolean;
            grants?: components["schemas"]["GrantInput"][];
            /** @description as people call them */
            name?: string;
        };
        /** User */
        User: {
            /** @description name of the account they belong to */
            account: string;
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            created_at: string;
            /** @description a disabled user cannot sign in, and their API tokens do not work */
            disabled: boolean;
            email: string;
            grants: components["schemas"]["Grant"][];
            /** @description false for who signs in at the identity provider alone, where a second factor is asked for, if any */
            has_password: boolean;
            /** @description UUIDv7 */
            id: string;
            /** @description made by set-up */
            is_default: boolean;
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            last_sign_in_at: string | null;
            name: string;
            /** @description whether a code of an authenticator app is asked for when they sign in with their password */
            second_factor: boolean;
            /**
             * Format: date-time
             * @description RFC 3339, in UTC
             */
            updated_at: string;
        };
        /** UserPage */
        UserPage: {
            items: components["schemas"]["User"][];
            next_cursor: string | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    jwks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JsonWebKeySet"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description Default Response */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAccountInReach: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAccounts: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before; leave out for the first */
                cursor?: string;
                /** @description most items in the answer, default 100 */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountPage"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createAccount: {
        parameters: {
            query?: never;
            header?: {
                /** @description repeat a create with the same key and it is done once: a repeat within 24 hours is answered from the first */
                "idempotency-key"?: string;
            };
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateAccount"];
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAccount: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
                /** @description name or id of an account directly below */
                child: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteAccount: {
        parameters: {
            query?: never;
            header?: {
                /** @description `ETag` the change is based on; a stale one answers 412 */
                "if-match"?: string;
            };
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
                /** @description name or id of an account directly below */
                child: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeleteAccount"];
            };
        };
        responses: {
            /** @description Default Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountDeletion"];
                };
            };
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateAccount: {
        parameters: {
            query?: never;
            header?: {
                /** @description `ETag` the change is based on; a stale one answers 412 */
                "if-match"?: string;
            };
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
                /** @description name or id of an account directly below */
                child: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateAccount"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAccountDeletion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
                /** @description name or id of an account directly below */
                child: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountDeletion"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    liftAddressLockout: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
                /** @description IPv4 or IPv6 address */
                address: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAgents: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before; leave out for the first */
                cursor?: string;
                /** @description most items in the answer, default 100 */
                limit?: number;
                /** @description part of the name */
                search?: string;
            };
            header?: never;
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentPage"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createAgent: {
        parameters: {
            query?: never;
            header?: {
                /** @description repeat a create with the same key and it is done once: a repeat within 24 hours is answered from the first */
                "idempotency-key"?: string;
            };
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateAgent"];
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentCredentials"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAgent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
                /** @description name or id of the agent */
                agent: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Agent"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteAgent: {
        parameters: {
            query?: never;
            header?: {
                /** @description `ETag` the change is based on; a stale one answers 412 */
                "if-match"?: string;
            };
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
                /** @description name or id of the agent */
                agent: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateAgent: {
        parameters: {
            query?: never;
            header?: {
                /** @description `ETag` the change is based on; a stale one answers 412 */
                "if-match"?: string;
            };
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
                /** @description name or id of the agent */
                agent: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateAgent"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Agent"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    issueAgentCredentials: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
                /** @description name or id of the agent */
                agent: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentCredentials"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAuditEntries: {
        parameters: {
            query?: {
                /** @description an action, or all of one kind of resource as in `agent.*` */
                action?: string;
                /** @description id or name of who did it */
                actor?: string;
                /** @description `next_cursor` of the page before; leave out for the first */
                cursor?: string;
                /** @description RFC 3339, or milliseconds since the Unix epoch */
                from?: string;
                /** @description most items in the answer, default 100 */
                limit?: number;
                outcome?: "success" | "denied" | "failed";
                /** @description id or name of what it was done to */
                resource?: string;
                /** @description RFC 3339, or milliseconds since the Unix epoch */
                to?: string;
            };
            header?: never;
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPage"];
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDeadLetters: {
        parameters: {
            query?: {
                /** @description name or id of an agent */
                agent?: string;
                /** @description `next_cursor` of the page before; leave out for the first */
                cursor?: string;
                /** @description most items in the answer, default 100 */
                limit?: number;
                reason?: "payload-too-large" | "payload-empty" | "unknown-format" | "invalid-utf8" | "invalid-json" | "invalid-message-pack" | "invalid-compression" | "decompressed-too-large" | "nested-too-deep" | "duplicate-key" | "unknown-shape" | "invalid-message-id" | "too-many-readings" | "no-readings" | "invalid-name" | "name-too-long" | "invalid-value" | "not-finite" | "nul-character" | "text-too-long" | "invalid-unit" | "invalid-time" | "time-too-old" | "time-too-far-ahead" | "invalid-quality" | "unknown-topic" | "unknown-agent" | "unknown-account" | "foreign-entry" | "dialect-not-allowed" | "newer-entry" | "damaged-entry";
            };
            header?: never;
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetterPage"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDeadLetter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetterWithPayload"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteDeadLetter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replayDeadLetter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetterReplay"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listFleets: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before; leave out for the first */
                cursor?: string;
                /** @description most items in the answer, default 100 */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FleetPage"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createFleet: {
        parameters: {
            query?: never;
            header?: {
                /** @description repeat a create with the same key and it is done once: a repeat within 24 hours is answered from the first */
                "idempotency-key"?: string;
            };
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateFleet"];
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fleet"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getFleet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
                /** @description name or id of the fleet */
                fleet: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fleet"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteFleet: {
        parameters: {
            query?: never;
            header?: {
                /** @description `ETag` the change is based on; a stale one answers 412 */
                "if-match"?: string;
            };
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
                /** @description name or id of the fleet */
                fleet: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateFleet: {
        parameters: {
            query?: never;
            header?: {
                /** @description `ETag` the change is based on; a stale one answers 412 */
                "if-match"?: string;
            };
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
                /** @description name or id of the fleet */
                fleet: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateFleet"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fleet"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listFleetAgents: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before; leave out for the first */
                cursor?: string;
                /** @description most items in the answer, default 100 */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
                /** @description name or id of the fleet */
                fleet: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentPage"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addAgentsToFleet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
                /** @description name or id of the fleet */
                fleet: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AddAgentsToFleet"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fleet"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeAgentFromFleet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
                /** @description name or id of the agent */
                agent: string;
                /** @description name or id of the fleet */
                fleet: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listInvitations: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before; leave out for the first */
                cursor?: string;
                /** @description most items in the answer, default 100 */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationPage"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createInvitation: {
        parameters: {
            query?: never;
            header?: {
                /** @description repeat a create with the same key and it is done once: a repeat within 24 hours is answered from the first */
                "idempotency-key"?: string;
            };
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateInvitation"];
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SentInvitation"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
                /** @description id of the invitation */
                invitation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resendInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
                /** @description id of the invitation */
                invitation: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SentInvitation"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    latestReadings: {
        parameters: {
            query?: {
                /** @description name or id of an agent */
                agent?: string;
                /** @description most series, default 1000 */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Latest"];
                    "text/csv": string;
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readLedger: {
        parameters: {
            query?: {
                /** @description RFC 3339, or milliseconds since the Unix epoch */
                from?: string;
                /** @description RFC 3339, or milliseconds since the Unix epoch */
                to?: string;
            };
            header?: never;
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ledger"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getLicence: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Licence"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getLimits: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Limits"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateLimits: {
        parameters: {
            query?: never;
            header?: {
                /** @description `ETag` the change is based on; a stale one answers 412 */
                "if-match"?: string;
            };
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
            };
            cookie?: never;
        };
        /** @description what is left out stays; null inherits again */
        requestBody: {
            content: {
                "application/json": components["schemas"]["LimitChanges"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Limits"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listOidcMappings: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before; leave out for the first */
                cursor?: string;
                /** @description most items in the answer, default 100 */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OidcMappingPage"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createOidcMapping: {
        parameters: {
            query?: never;
            header?: {
                /** @description repeat a create with the same key and it is done once: a repeat within 24 hours is answered from the first */
                "idempotency-key"?: string;
            };
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateOidcMapping"];
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OidcMapping"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOidcMapping: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
                /** @description id of the mapping */
                mapping: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OidcMapping"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteOidcMapping: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
                /** @description id of the mapping */
                mapping: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateOidcMapping: {
        parameters: {
            query?: never;
            header?: {
                /** @description `ETag` the change is based on; a stale one answers 412 */
                "if-match"?: string;
            };
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
                /** @description id of the mapping */
                mapping: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateOidcMapping"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OidcMapping"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOidcPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OidcPolicy"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateOidcPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OidcPolicy"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OidcPolicy"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    queryReadings: {
        parameters: {
            query?: {
                /** @description name or id of an agent */
                agent?: string;
                device?: string;
                /** @description RFC 3339, or milliseconds since the Unix epoch */
                from?: string;
                metric?: string;
                /** @description most points per series, default 1000 */
                points?: number;
                /** @description default auto */
                resolution?: "auto" | "raw" | "1m" | "1h";
                /** @description RFC 3339, or milliseconds since the Unix epoch */
                to?: string;
            };
            header?: never;
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readings"];
                    "text/csv": string;
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRoles: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before; leave out for the first */
                cursor?: string;
                /** @description most items in the answer, default 100 */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RolePage"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createRole: {
        parameters: {
            query?: never;
            header?: {
                /** @description repeat a create with the same key and it is done once: a repeat within 24 hours is answered from the first */
                "idempotency-key"?: string;
            };
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateRole"];
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Role"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
                /** @description name or id of the role */
                role: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Role"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteRole: {
        parameters: {
            query?: never;
            header?: {
                /** @description `ETag` the change is based on; a stale one answers 412 */
                "if-match"?: string;
            };
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
                /** @description name or id of the role */
                role: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateRole: {
        parameters: {
            query?: never;
            header?: {
                /** @description `ETag` the change is based on; a stale one answers 412 */
                "if-match"?: string;
            };
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
                /** @description name or id of the role */
                role: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateRole"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Role"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSeries: {
        parameters: {
            query?: {
                /** @description name or id of an agent */
                agent?: string;
                /** @description `next_cursor` of the page before; leave out for the first */
                cursor?: string;
                device?: string;
                /** @description most items in the answer, default 100 */
                limit?: number;
                metric?: string;
            };
            header?: never;
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SeriesPage"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Settings"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateSettings: {
        parameters: {
            query?: never;
            header?: {
                /** @description `ETag` the change is based on; a stale one answers 412 */
                "if-match"?: string;
            };
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateSettings"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Settings"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listApiTokens: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before; leave out for the first */
                cursor?: string;
                /** @description most items in the answer, default 100 */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiTokenPage"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createApiToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description repeat a create with the same key and it is done once: a repeat within 24 hours is answered from the first */
                "idempotency-key"?: string;
            };
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateApiToken"];
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewApiToken"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteApiToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
                /** @description id of the token */
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listUsers: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before; leave out for the first */
                cursor?: string;
                /** @description most items in the answer, default 100 */
                limit?: number;
                /** @description only users with one, or only users without */
                second_factor?: boolean;
            };
            header?: never;
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserPage"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description repeat a create with the same key and it is done once: a repeat within 24 hours is answered from the first */
                "idempotency-key"?: string;
            };
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateUser"];
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
                /** @description id or e-mail address of the user */
                user: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description `ETag` the change is based on; a stale one answers 412 */
                "if-match"?: string;
            };
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
                /** @description id or e-mail address of the user */
                user: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description `ETag` the change is based on; a stale one answers 412 */
                "if-match"?: string;
            };
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
                /** @description id or e-mail address of the user */
                user: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateUser"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    liftUserLockout: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
                /** @description id or e-mail address of the user */
                user: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resetUserPassword: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
                /** @description id or e-mail address of the user */
                user: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasswordResetLink"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resetUserSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description name or id of an account in reach; `_` is your own */
                account: string;
                /** @description id or e-mail address of the user */
                user: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    acceptInvitation: {
        parameters: {
            query?: never;
            header?: {
                /** @description `cookie`: keep the refresh token in an HttpOnly cookie and out of the answer (for browsers) */
                "x-hawser-session"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AcceptInvitation"];
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    login: {
        parameters: {
            query?: never;
            header?: {
                /** @description `cookie`: keep the refresh token in an HttpOnly cookie and out of the answer (for browsers) */
                "x-hawser-session"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LoginRequest"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    logout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signInMethods: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInMethods"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    startOidc: {
        parameters: {
            query?: {
                /** @description account to get a user in at the first sign-in, where groups lead to several */
                account?: string;
                /** @description page of the dashboard to go to after sign-in */
                next?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Go to the address in `Location`. */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    finishOidc: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Go to the address in `Location`. */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    logoutOidc: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OidcLogout"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signInOnce: {
        parameters: {
            query?: never;
            header?: {
                /** @description `cookie`: keep the refresh token in an HttpOnly cookie and out of the answer (for browsers) */
                "x-hawser-session"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OneTimeRequest"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    requestPasswordReset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordResetRequest"];
            };
        };
        responses: {
            /** @description It will be done. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    confirmPasswordReset: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfirmPasswordReset"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    refresh: {
        parameters: {
            query?: never;
            header?: {
                /** @description `cookie`: keep the refresh token in an HttpOnly cookie and out of the answer (for browsers) */
                "x-hawser-session"?: string;
            };
            path?: never;
            cookie?: never;
        };
        /** @description leave the token out when it is in the cookie */
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefreshRequest"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    giveSecondFactor: {
        parameters: {
            query?: never;
            header?: {
                /** @description `cookie`: keep the refresh token in an HttpOnly cookie and out of the answer (for browsers) */
                "x-hawser-session"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecondFactorRequest"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    live: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangePassword"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listOwnSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnSessionPage"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endOwnSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signOutEverywhere: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecondFactorState"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    enrolSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecondFactorEnrolment"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description the present password, or a code */
        requestBody: {
            content: {
                "application/json": components["schemas"]["Proof"];
            };
        };
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    confirmSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConfirmSecondFactor"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    renewRecoveryCodes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description the present password, or a code */
        requestBody: {
            content: {
                "application/json": components["schemas"]["Proof"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTrustedBrowsers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TrustedBrowserPage"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    forgetTrustedBrowser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                browser: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSetup: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetupState"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setUp: {
        parameters: {
            query?: never;
            header?: {
                /** @description `cookie`: keep the refresh token in an HttpOnly cookie and out of the answer (for browsers) */
                "x-hawser-session"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetupRequest"];
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SetupResult"];
                };
            };
            /** @description Any error: a problem document (RFC 9457). */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
