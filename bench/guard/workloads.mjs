// What one build is held against another with. Only what the packages have long exported is used, so that older
// revisions can be compared.

/** @type {{ name: string, workload: string, options: object }[]} as in `Work`; `options` without the build */
export const WORKLOADS = [
  { name: 'inject, Express 5 GET', workload: 'inject', options: { framework: 'express', method: 'GET' } },
  { name: 'inject, Express 5 POST', workload: 'inject', options: { framework: 'express', method: 'POST' } },
  { name: 'inject, Koa 3 GET', workload: 'inject', options: { framework: 'koa', method: 'GET' } },
  {
    name: 'batch of 100, Express 5, JSON',
    workload: 'batch',
    options: { framework: 'express', accept: 'application/json' },
  },
  {
    name: 'batch of 100, Express 5, XML',
    workload: 'batch',
    options: { framework: 'express', accept: 'application/xml' },
  },
  {
    name: 'batch of 100, Koa 3, JSON',
    workload: 'batch',
    options: { framework: 'koa', accept: 'application/json' },
  },
  { name: 'createBatchHandler, answers at hand', workload: 'core', options: { hasFault: false } },
  { name: 'createBatchHandler, refused for its last', workload: 'core', options: { hasFault: true } },
  { name: 'toJsonText of 100 responses', workload: 'document', options: { format: 'json' } },
  { name: 'toXmlText of 100 responses', workload: 'document', options: { format: 'xml' } },
].map(({ workload, ...rest }) => ({ ...rest, workload: `guard/workloads/${workload}` }));
