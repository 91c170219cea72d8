import { HttpSubject } from '../measure/http-subject.mjs';
import { measureInRounds } from '../measure/rounds.mjs';
import { toHttpTable } from '../report/http-table.mjs';
import { bareHandler } from './handlers.mjs';
import { FRAMEWORKS, own } from './own-contenders.mjs';
import { peers } from './peers.mjs';

export const title = 'Batches of 100, against single requests and other batches';

/** @param {import('./suites.mjs').Setting} setting */
export async function measure({ pace, tell }) {
  const ours = Object.keys(FRAMEWORKS).flatMap((framework) =>
    ['JSON', 'XML', 'single'].map((way) => own(framework, way)),
  );
  const handlers = ['Express 5', 'Koa 3'].map((framework) => bareHandler(framework));
  const { samples } = await measureInRounds(
    [...[...ours, ...peers()].map((contender) => new HttpSubject(contender)), ...handlers],
    pace({ rounds: 5, warmUp: 1.6, window: 0.3 }),
    tell,
  );
  return samples;
}

/** @param {Map<string, import('../measure/statistics.mjs').Sample[]>} samples */
export const toText = (samples) =>
  toHttpTable(
    samples,
    ['Express 5', 'Koa 3'].map((name) => ({ head: name, name: `${name}, JSON` })),
  );
