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
    "/v1/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in with e-mail and password */
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
            /** @description admin, operator, viewer, or the name of a role of the account */
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
        /** Limit */
        Limit: {
            /** @description false while nothing in the program spends it */
            enforced: boolean;
            /** @description name of the account that it is set on; null is the default */
            from: string | null;
            /** @enum {string} */
            name: "agents" | "users" | "child_accounts" | "readings_per_second" | "bytes_per_day" | "retention_days" | "tunnels" | "routes";
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
            email: string;
            grants: components["schemas"]["Grant"][];
            /** @description UUIDv7 */
            id: string;
            name: string;
            /** @description what the caller may do in `account`, at least for the agents of a fleet */
            permissions: string[];
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
        /** OneTimeRequest */
        OneTimeRequest: {
            token: string;
        };
        /** Problem */
        Problem: {
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
        /** Tokens */
        Tokens: {
            /** @description JWT, sent as `Authorization: Bearer …` */
            access_token: string;
            /** @description seconds until the access token expires */
            expires_in: number;
            /** @description good for one exchange at `POST /v1/auth/refresh`; left out when the session is kept in a cookie */
            refresh_token?: string;
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
