/** Who may import whom: the table of CONTRIBUTING.md as rules. Paths are regular expressions. */

const INTERNAL = '^(packages|services|apps|acceptance|bench|scripts)/';
const TESTS = '\\.test\\.ts$';
/** Code that exists for tests without being one: suites that several adapters pass, and helpers beside them. */
const TEST_SUPPORT = '(/testing/|conformance\\.ts$|/test-support/|test-support\\.ts$)';
const TESTKIT = '^packages/testkit/';

const CORE = '^packages/core/';
const CONTRACTS = '^packages/contracts/';
const DIALECTS = '^packages/dialects/';
const PLATFORM = '^packages/platform/';
const STORAGE = '^packages/storage/';
const QUEUE = '^packages/queue/';
const LIVE = '^packages/live/';
const INTAKE = '^packages/intake/';
const API_CLIENT = '^packages/api-client/';

/** For each part of the repository: its name, where it lies, and the other parts it may use. */
const LAYERS = [
  ['core', CORE, []],
  ['platform', PLATFORM, []],
  ['contracts', CONTRACTS, [CORE]],
  ['dialects', DIALECTS, [CORE]],
  ['storage', STORAGE, [CORE, CONTRACTS, PLATFORM]],
  ['queue', QUEUE, [CORE, CONTRACTS, PLATFORM]],
  ['live', LIVE, [CORE, CONTRACTS, PLATFORM]],
  ['intake', INTAKE, [CORE, CONTRACTS, DIALECTS, PLATFORM, STORAGE, QUEUE]],
  ['api-client', API_CLIENT, [CONTRACTS]],
  ['agent-sdk', '^packages/agent-sdk/', [CONTRACTS, '^packages/dialects/src/native/']],
  ['services', '^services/', [CORE, CONTRACTS, DIALECTS, PLATFORM, STORAGE, QUEUE, INTAKE]],
  ['hawser', '^apps/hawser/', ['^packages/', '^services/']],
  ['dashboard', '^apps/dashboard/', [API_CLIENT]],
];

function layer([name, path, allowed]) {
  return {
    name: `imports-of-${name}`,
    comment: 'The table of imports does not allow this here.',
    severity: 'error',
    from: { path },
    to: { path: INTERNAL, pathNot: [path, TESTKIT, ...allowed] },
  };
}

module.exports = {
  forbidden: [
    ...LAYERS.map(layer),
    {
      name: 'services-are-strangers',
      comment: 'Services never import each other: what two of them need belongs into a package.',
      severity: 'error',
      from: { path: '^services/([^/]+)/' },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'testkit-in-tests-only',
      comment: 'The test kit is for tests.',
      severity: 'error',
      from: { path: INTERNAL, pathNot: [TESTS, TEST_SUPPORT, TESTKIT, '^acceptance/', '^bench/'] },
      to: { path: [TESTKIT, '^packages/intake/src/testing/'] },
    },
    {
      name: 'tests-are-not-imported',
      severity: 'error',
      from: {},
      to: { path: TESTS },
    },
    {
      name: 'adapters-only-in-the-program',
      comment: 'Only apps/hawser chooses and constructs adapters; everything else is given a port.',
      severity: 'error',
      from: {
        path: INTERNAL,
        pathNot: [TESTS, TEST_SUPPORT, TESTKIT, STORAGE, QUEUE, '^apps/hawser/', '^acceptance/', '^bench/'],
      },
      to: {
        path: '^packages/(storage/src/(pglite|postgres)|queue/src/(embedded-log|redis-streams|journal|direct|lanes))/',
      },
    },
    {
      name: 'packages-by-name',
      comment: 'Reach another package by its name, not by a path into it.',
      severity: 'error',
      from: { path: '^((packages|services|apps)/[^/]+)/' },
      to: { path: '^(packages|services|apps)/', pathNot: '^$1/', dependencyTypes: ['local'] },
    },
    {
      name: 'core-is-pure',
      comment: 'The domain does no input or output.',
      severity: 'error',
      from: { path: CORE, pathNot: TESTS },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(buffer|crypto|util)$' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'internal-imports-resolve',
      comment: 'An import that leads nowhere would slip through the other rules.',
      severity: 'error',
      from: {},
      to: { path: '^(\\.|@hawser/)', couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default'],
      extensions: ['.ts', '.vue', '.mjs', '.js', '.json'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
