import { HttpSubject } from '../measure/http-subject.mjs';
import { measureInRounds } from '../measure/rounds.mjs';
import { toHttpTable } from '../report/http-table.mjs';
import { bareHandler } from './handlers.mjs';
import { own } from './own-contenders.mjs';

export const title = 'Operations that post 2 KB of JSON, against GETs, in batches of 100';

const FRAMEWORKS = ['Express 5', 'Koa 3'];

/** The name that samples have. */
export const postName = (framework, isPost) => `${framework}, JSON${isPost ? ', POST of 2 KB' : ', GET'}`;

/** @param {import('./suites.mjs').Setting} setting */
export async function measure({ pace, tell }) {
  const batches = FRAMEWORKS.flatMap((framework) => [
    own(framework, 'JSON', { suffix: ', GET' }),
    own(framework, 'JSON', { suffix: ', POST of 2 KB', exchange: 'posts' }),
  ]);
  const handlers = FRAMEWORKS.flatMap((framework) =>
    ['GET', 'POST of 2 KB'].map((method) => bareHandler(framework, method)),
  );
  const { samples } = await measureInRounds(
    [...batches.map((contender) => new HttpSubject(contender)), ...handlers],
    pace({ rounds: 5, warmUp: 1, window: 0.2 }),
    tell,
  );
  return samples;
}

/** @param {Map<string, import('../measure/statistics.mjs').Sample[]>} samples */
export const toText = (samples) =>
  toHttpTable(
    samples,
    FRAMEWORKS.map((framework) => ({ head: `${framework}, GET`, name: postName(framework, false) })),
  );
