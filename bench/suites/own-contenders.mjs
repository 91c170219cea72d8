// Ours, on each framework, as contenders over HTTP.

/** By the name that tables have for it. */
export const FRAMEWORKS = {
  'Express 5': { contender: 'multistatus-express', framework: 'express' },
  'Koa 3': { contender: 'multistatus-koa', framework: 'koa' },
  'Express 4': { contender: 'multistatus-express', framework: 'express4' },
  'Koa 2': { contender: 'multistatus-koa', framework: 'koa2' },
};

/** Connections that batches come over. */
export const BATCH_CONNECTIONS = 4;
/** Connections that single requests come over. */
export const SINGLE_CONNECTIONS = 16;

/**
 * One of {@link FRAMEWORKS}, asked in one way.
 *
 * @param {string} framework
 * @param {'JSON' | 'XML' | 'single' | 'posted'} way
 * @param {object} [settings] more of `HttpContender`; its name ends in `suffix`
 * @returns {import('../measure/http-subject.mjs').HttpContender}
 */
export function own(framework, way, { suffix = '', options, ...settings } = {}) {
  const { contender, framework: module } = FRAMEWORKS[framework];
  return {
    name: `${framework}, ${way}${suffix}`,
    contender,
    exchange: way.toLowerCase(),
    operations: 100,
    connections: way === 'single' ? SINGLE_CONNECTIONS : BATCH_CONNECTIONS,
    ...settings,
    options: { framework: module, ...options },
  };
}
