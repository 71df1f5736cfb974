/** What a process can do. `hawser up` does everything; the other commands do one thing each. */
export type RoleName = 'intake' | 'ingestion' | 'api' | 'scheduler';

export const ALL_ROLES: ReadonlySet<RoleName> = new Set(['intake', 'ingestion', 'api', 'scheduler']);
