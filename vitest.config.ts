import { defineConfig } from 'vitest/config';

const globalSetup = './packages/testkit/src/vitest/global-setup.ts';

/**
 * Three rings of tests. `unit` holds the tests beside the code, those on real services included; `dashboard` runs in a
 * simulated browser; `acceptance` uses the built program from outside.
 */
export default defineConfig({
  test: {
    watch: false,
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'packages/*/src/**/*.test.ts',
            'services/*/src/**/*.test.ts',
            'apps/hawser/src/**/*.test.ts',
            'scripts/**/*.test.mjs',
          ],
          globalSetup,
          pool: 'forks',
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      './apps/dashboard/vitest.config.ts',
      {
        test: {
          name: 'acceptance',
          include: ['acceptance/**/*.test.ts'],
          globalSetup,
          pool: 'forks',
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
