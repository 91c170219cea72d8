import { WorkSubject } from '../measure/work-subject.mjs';

const MODULES = { 'Express 5': 'express', 'Koa 3': 'koa', 'Express 4': 'express4' };

/** The name that samples of a framework's bare handler have. */
export const handlerName = (framework, method = 'GET') => `${framework}, bare handler, ${method}`;

/**
 * A framework's handler, called in the process with the least objects that do: what an operation cannot do without.
 *
 * @param {string} framework
 * @param {string} [method] as in `workloads/dispatch`
 */
export function bareHandler(framework, method = 'GET') {
  return new WorkSubject({
    name: handlerName(framework, method),
    workload: 'workloads/dispatch',
    options: { dispatcher: 'least-objects', framework: MODULES[framework], method, concurrency: 1 },
  });
}
