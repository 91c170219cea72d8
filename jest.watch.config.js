import { readdirSync } from 'node:fs';
import config from './jest.config.js';

const sources = readdirSync(new URL('packages/', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => `<rootDir>/packages/${name}/src`);

/** For `jest --watch`, which runs the tests that import a changed file: it has to see the sources, and what imports them. */
export default {
  ...config,
  roots: [...config.roots, ...sources, '<rootDir>/packages/console/page'],
  // To find these tests, Jest does not apply `customExportConditions`.
  moduleNameMapper: {
    ...config.moduleNameMapper,
    '^@multistatus/([a-z]+)$': '<rootDir>/packages/$1/src/index.ts',
    '^@multistatus/([a-z]+)/([a-z-]+)$': '<rootDir>/packages/$1/src/$2.ts',
  },
};
