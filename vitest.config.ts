import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const globalSetup = './packages/testkit/src/vitest/global-setup.ts';

/** Begun first, so that none of them is left to run alone at the end while the other core has nothing to do. */
const LONG = [
  'acceptance/kill.test.ts',
  'acceptance/faults.test.ts',
  'services/ingestion/src/processes.test.ts',
  'packages/storage/src/readings/readings-engine.test.ts',
  'packages/storage/src/pglite/pglite.test.ts',
];

class LongOnesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.sort((a, b) => rankOf(a) - rankOf(b));
  }
}

function rankOf({ moduleId }: TestSpecification): number {
  const at = LONG.findIndex((file) => moduleId.endsWith(file));
  return at === -1 ? LONG.length : at;
}

/** Replace a module for all that runs in their process, so each has a process of its own. */
const MODULES_REPLACED = ['packages/storage/src/pglite/durability.test.ts'];

const unit = {
  globalSetup,
  pool: 'forks' as const,
  // To make an embedded database's code fast takes longer than a test needs it; it does the same without.
  execArgv: ['--wasm-tiering-budget=100000000'],
  maxWorkers: 2,
  sequence: { groupOrder: 1 },
  testTimeout: 30_000,
  hookTimeout: 60_000,
};

/**
 * Three rings of tests. `unit` holds the tests beside the code, those on real services included; `dashboard` runs in a
 * simulated browser; `acceptance` uses the built program from outside.
 */
export default defineConfig({
  test: {
    watch: false,
    sequence: { sequencer: LongOnesFirst },
    projects: [
      {
        test: {
          ...unit,
          name: 'unit',
          include: [
            'packages/*/src/**/*.test.ts',
            'services/*/src/**/*.test.ts',
            'apps/hawser/src/**/*.test.ts',
            'scripts/**/*.test.mjs',
          ],
          exclude: MODULES_REPLACED,
          // Loading the program anew for each file took a sixth of the whole time.
          isolate: false,
        },
      },
      { test: { ...unit, name: 'unit-isolated', include: MODULES_REPLACED } },
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
