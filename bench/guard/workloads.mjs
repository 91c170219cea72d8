// What one build is held against another with. Only what the packages have long exported is used, so that older
// revisions can be compared.

/**
 * @typedef {object} GuardedWork `Work` whose `options` lack the build, and
 * @property {boolean} [isUsual] whether it is measured unless all is asked for
 * @property {number} [windows] how often it is measured in each pair of processes
 */

const JSON_TYPE = 'application/json';

/** @type {GuardedWork[]} */
export const WORKLOADS = [
  {
    name: 'inject, Express 5 GET',
    workload: 'inject',
    options: { framework: 'express', method: 'GET' },
    isUsual: true,
  },
  { name: 'inject, Express 5 POST', workload: 'inject', options: { framework: 'express', method: 'POST' } },
  { name: 'inject, Koa 3 GET', workload: 'inject', options: { framework: 'koa', method: 'GET' } },
  {
    name: 'batch of 100, Express 5, JSON',
    workload: 'batch',
    options: { framework: 'express', accept: JSON_TYPE },
    isUsual: true,
  },
  {
    name: 'batch of 100, Express 5, XML',
    workload: 'batch',
    options: { framework: 'express', accept: 'application/xml' },
    isUsual: true,
  },
  {
    name: 'batch of 100, Koa 3, JSON',
    workload: 'batch',
    options: { framework: 'koa', accept: JSON_TYPE },
    isUsual: true,
  },
  {
    name: 'batch of 100, Express 5, JSON, POSTs of 2 KB',
    workload: 'batch',
    options: { framework: 'express', accept: JSON_TYPE, postedBytes: 2_000 },
  },
  {
    name: 'batch of 100, Express 5, JSON, answers of 20 KB',
    workload: 'batch',
    options: { framework: 'express', accept: JSON_TYPE, photoBytes: 20_000 },
  },
  {
    name: 'batch of 1, Express 5, JSON',
    workload: 'batch',
    options: { framework: 'express', accept: JSON_TYPE, operations: 1 },
  },
  {
    name: 'createBatchHandler, answers at hand',
    workload: 'core',
    options: { hasFault: false },
    isUsual: true,
  },
  { name: 'createBatchHandler, refused for its last', workload: 'core', options: { hasFault: true } },
  { name: 'toJsonText of 100 responses', workload: 'document', options: { format: 'json' } },
  { name: 'toXmlText of 100 responses', workload: 'document', options: { format: 'xml' } },
  {
    name: 'import of @multistatus/express, on top of Express 5',
    workload: 'load',
    options: { framework: 'express' },
    isUsual: true,
    windows: 3, // each a fresh process, so that more pairs of processes would not add anything
  },
].map(({ workload, ...rest }) => ({ ...rest, workload: `guard/workloads/${workload}` }));
