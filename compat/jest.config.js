import tests from '../jest.config.js';

/** The decorators of NestJS, with the types that it reads at run time. */
const decorated = {
  parser: { syntax: 'typescript', decorators: true },
  transform: { legacyDecorator: true, decoratorMetadata: true },
  target: 'es2022',
};

export default {
  ...tests,
  rootDir: '..',
  roots: ['<rootDir>/compat'],
  // A server and a client already fill two cores, and some of these tests look at time limits.
  transform: {
    '/compat/nestjs/.+\\.ts$': [
      '@swc/jest',
      { swcrc: false, sourceMaps: 'inline', jsc: decorated, module: { type: 'es6' } },
    ],
    ...tests.transform,
  },
  maxWorkers: 1,
  testTimeout: 60_000,
};
