import { availableParallelism } from 'node:os';

const toJavaScript = (type, tsx = false) => [
  '@swc/jest',
  {
    swcrc: false,
    sourceMaps: 'inline',
    jsc: {
      parser: { syntax: 'typescript', tsx },
      transform: { react: { runtime: 'automatic', importSource: 'preact' } },
      target: 'es2022',
    },
    module: { type },
  },
];

/** The tarballs, and further ways to dispatch: fetch handlers, and the packages without the globals of Node. */
const LANDING = ['/test/release/', 'conformance/called-hosts', 'platform/conformance-without-node'];

export default {
  testEnvironment: '<rootDir>/test/environment.mjs',
  testSequencer: '<rootDir>/test/sequencer.mjs',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  // What takes long, and few changes concern: `.ci/run` runs it before a change lands.
  testPathIgnorePatterns: ['/node_modules/', ...(process.env.LANDING === '1' ? [] : LANDING)],
  modulePathIgnorePatterns: ['/dist/', '/.tsc-test/'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  setupFilesAfterEnv: ['<rootDir>/test/assert-nothing-printed.ts'],
  // Packages are tested from their sources: no build is needed between a change and its test.
  testEnvironmentOptions: { customExportConditions: ['@multistatus/source', 'node', 'node-addons'] },
  // `#core/...` is packages/core/src/...: what a test holds to that no package exports.
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^(\\.{1,2}/.*)\\.cjs$': ['$1.cjs', '$1.cts'],
    '^@electric-sql/pglite$': '<rootDir>/test/support/pglite.ts',
    '^#console-page/(.*)\\.js$': '<rootDir>/packages/console/page/$1',
    '^#(async|cli|client|console|core|document|express|inject|inspect|journal|koa|node|odata|transactions|wire)/(.*)\\.js$':
      '<rootDir>/packages/$1/src/$2.ts',
  },
  moduleFileExtensions: ['js', 'mjs', 'cjs', 'ts', 'tsx', 'cts', 'json', 'node'],
  transform: {
    '^.+\\.ts$': toJavaScript('es6'),
    '^.+\\.tsx$': toJavaScript('es6', true),
    '^.+\\.cts$': toJavaScript('commonjs'),
  },
  // Two more than there are processors: while some wait, for a timeout or for a process that they have started, others work.
  maxWorkers: availableParallelism() + 2,
  // Modules of one test file stay in memory until their process ends. One of 400 MB needs no more processor time than one of
  // 1 GB, which is replaced more seldom, and half of the memory.
  workerIdleMemoryLimit: '400MB',
  coverageProvider: 'v8',
  collectCoverageFrom: ['packages/*/src/**/*.ts'],
  // A loaded machine may be ten times as slow; what hangs still ends.
  testTimeout: 30_000,
  reporters: ['default', '<rootDir>/test/reporter.mjs'],
};
