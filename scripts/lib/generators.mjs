/**
 * The programs that write committed files from the sources; with `--check` they only tell whether they are up to date.
 * Each runs with `node --import tsx`.
 */
export const GENERATORS = [
  { what: 'HTTP interface', path: 'services/api/src/openapi/generate.ts' },
  { what: 'settings page', path: 'apps/hawser/src/settings-page/generate.ts' },
];
