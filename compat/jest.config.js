import tests from '../jest.config.js';

export default {
  ...tests,
  rootDir: '..',
  roots: ['<rootDir>/compat'],
  // A server and a client already fill two cores, and some of these tests look at time limits.
  maxWorkers: 1,
  testTimeout: 60_000,
};
