import { HttpSubject } from '../measure/http-subject.mjs';
import { spreadOf } from '../measure/statistics.mjs';
import { toFigure, toRatio } from '../report/figures.mjs';
import { toTable } from '../report/table.mjs';
import { own } from './own-contenders.mjs';
import { PEERS } from './peers.mjs';

export const title = 'Memory that the process takes for a batch of 10 000 operations, at its peak';

const OPERATIONS = 10_000;
const ROUNDS = 3;
const WARM_UP_OPERATIONS = 100;
const WARM_UP_BATCHES = 100;

/**
 * Each sample is of a fresh process, since memory that was once taken is rarely given back.
 *
 * @param {import('./suites.mjs').Setting} setting
 */
export async function measure({ quick, tell }) {
  const contenders = [
    own('Express 5', 'JSON'),
    own('Express 5', 'XML'),
    own('Koa 3', 'JSON'),
    { name: PEERS['fastify-inject'], contender: 'fastify-inject' }, // see `turns` for why not tRPC and oRPC
  ].map((contender) => ({ ...contender, connections: 1, operations: WARM_UP_OPERATIONS }));
  const samples = new Map(contenders.map(({ name }) => [name, []]));
  for (let round = 1; round <= (quick ? 1 : ROUNDS); round += 1) {
    tell(`round ${round}`);
    for (const contender of contenders) samples.get(contender.name).push(await measurePeak(contender));
  }
  return samples;
}

async function measurePeak(contender) {
  const subject = new HttpSubject(contender);
  try {
    await subject.start();
    await subject.measure(WARM_UP_BATCHES);
    const before = await subject.server.ask({ read: 'resident' });
    await subject.check(OPERATIONS);
    const peak = await subject.server.ask({ read: 'peak' });
    return {
      megabytesBefore: before / 1e6,
      megabytesAtMost: peak / 1e6,
      bytesPerOperation: (peak - before) / OPERATIONS,
    };
  } finally {
    await subject.end();
  }
}

/** @param {Map<string, object[]>} samples */
export function toText(samples) {
  const rows = Array.from(samples, ([name, measured]) => {
    const median = (property) => toFigure(spreadOf(measured.map((sample) => sample[property])).median);
    return [
      name,
      median('megabytesBefore'),
      median('megabytesAtMost'),
      toRatio(spreadOf(measured.map(({ bytesPerOperation }) => bytesPerOperation / 1_000))),
    ];
  });
  return toTable(['', 'MB before', 'MB at most', 'KB an operation'], rows);
}
