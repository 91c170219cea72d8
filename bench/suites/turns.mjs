import { HttpSubject } from '../measure/http-subject.mjs';
import { spreadOf } from '../measure/statistics.mjs';
import { toRatio } from '../report/figures.mjs';
import { toTable } from '../report/table.mjs';
import { own } from './own-contenders.mjs';
import { PEERS } from './peers.mjs';

export const title =
  'How long a batch of 10 000 operations with answers of 1 KB keeps the event loop busy at a time';

const OPERATIONS = 10_000;
const options = { photoBytes: 1_000 };
const WARM_UPS = 3;
const ROUNDS = 7;

/** tRPC has operations in the URL, which is too short for so many, and oRPC takes longer for each the more there are. */
const OTHER = 'fastify-inject';

/**
 * The samples are records of `TurnWatch`, one for each batch. The process that is watched serves only that one.
 *
 * @param {import('./suites.mjs').Setting} setting
 */
export async function measure({ quick, tell }) {
  const common = { operations: OPERATIONS, connections: 1, options };
  const contenders = [
    own('Express 5', 'JSON', common),
    own('Express 5', 'XML', common),
    own('Koa 3', 'JSON', common),
    { ...common, name: PEERS[OTHER], contender: OTHER },
  ];
  const samples = new Map();
  for (const contender of contenders) {
    tell(contender.name);
    samples.set(contender.name, await watch(new HttpSubject(contender), quick ? 2 : ROUNDS));
  }
  return samples;
}

async function watch(subject, rounds) {
  try {
    await subject.start();
    for (let batch = 0; batch < WARM_UPS; batch += 1) await subject.measure(1);
    const turns = [];
    for (let round = 0; round < rounds; round += 1) {
      await subject.server.ask({ read: 'beginTurns' });
      const { seconds } = await subject.measure(1);
      turns.push({ batchMs: seconds * 1_000, ...(await subject.server.ask({ read: 'endTurns' })) });
    }
    return turns;
  } finally {
    await subject.end();
  }
}

/** @param {Map<string, object[]>} samples */
export function toText(samples) {
  const rows = Array.from(samples, ([name, turns]) => [
    name,
    ...['longestMs', 'longestCpuMs', 'longestWithoutGcMs', 'batchMs'].map((property) =>
      toRatio(spreadOf(turns.map((each) => each[property]))),
    ),
  ]);
  const head = [
    'ms',
    'longest turn',
    'by CPU of its thread',
    'less pauses of the garbage collector',
    'the whole batch',
  ];
  return toTable(head, rows);
}
