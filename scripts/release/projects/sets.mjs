/**
 * The projects, by whose `node_modules` they share: what those of a set depend on does not contradict each other.
 *
 * `dependencies` are taken in place of those that the projects name.
 *
 * @type {Record<string, { projects: string[], dependencies?: Record<string, string> }>}
 */
export const SETS = {
  current: { projects: ['express5-esm', 'koa3-esm'] },
  older: { projects: ['express4-cjs', 'koa2-cjs'] },
  bundlers: { projects: ['esbuild', 'vite', 'webpack'] },
  'test-runners': { projects: ['jest', 'vitest'] },
  nestjs: { projects: ['nestjs'] },
  nextjs: { projects: ['nextjs'] },
  alone: { projects: ['express-alone'] },
  'without-peers': { projects: ['without-peers'] },
  typescript5: { projects: ['typescript'] },
  typescript7: { projects: ['typescript'], dependencies: { typescript: '^7.0.2' } },
};
