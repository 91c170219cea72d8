import { HttpSubject } from '../measure/http-subject.mjs';
import { KeepAliveConnections } from '../measure/keep-alive-connections.mjs';
import { quantile, spreadOf } from '../measure/statistics.mjs';
import { toRatio } from '../report/figures.mjs';
import { toTable } from '../report/table.mjs';
import { own } from './own-contenders.mjs';
import { PEERS } from './peers.mjs';

export const title = 'A hundred batches at the same time: ten of one operation, among ninety of a hundred';

const SMALL = { connections: 10, operations: 1 };
const LARGE = { connections: 90, operations: 100 };
const WARM_UP_SECONDS = 1;
const SECONDS = 0.8;
const ROUNDS = 4;

/**
 * The samples are records of milliseconds until an answer.
 *
 * @param {import('./suites.mjs').Setting} setting
 */
export async function measure({ quick, tell }) {
  const contenders = [
    own('Express 5', 'JSON'),
    own('Koa 3', 'JSON'),
    ...['trpc', 'orpc', 'fastify-inject'].map((contender) => ({ name: PEERS[contender], contender })),
  ];
  const samples = new Map();
  for (const contender of contenders) {
    tell(contender.name);
    samples.set(contender.name, await crowd(contender, quick ? 1 : ROUNDS));
  }
  return samples;
}

async function crowd(contender, rounds) {
  const subject = new HttpSubject({ ...contender, ...LARGE });
  try {
    await subject.start();
    const groups = await Promise.all(
      [SMALL, LARGE].map(async ({ connections, operations }) => ({
        connections: await KeepAliveConnections.open(subject.port, connections),
        message: subject.toMessage(operations),
      })),
    );
    const send = (seconds) => {
      const end = performance.now() + seconds * 1_000;
      return Promise.all(groups.map(({ connections, message }) => connections.sendUntil(message, end)));
    };
    await send(WARM_UP_SECONDS);
    const records = [];
    for (let round = 0; round < rounds; round += 1) records.push(toRecord(await send(SECONDS)));
    for (const { connections } of groups) connections.close();
    return records;
  } finally {
    await subject.end();
  }
}

function toRecord([small, large]) {
  const [sortedSmall, sortedLarge] = [small, large].map((latencies) => latencies.toSorted((a, b) => a - b));
  return {
    smallMedian: quantile(sortedSmall, 0.5),
    smallP99: quantile(sortedSmall, 0.99),
    largeMedian: quantile(sortedLarge, 0.5),
    largeP99: quantile(sortedLarge, 0.99),
  };
}

/** @param {Map<string, object[]>} samples */
export function toText(samples) {
  const rows = Array.from(samples, ([name, records]) => [
    name,
    ...['smallMedian', 'smallP99', 'largeMedian', 'largeP99'].map((property) =>
      toRatio(spreadOf(records.map((record) => record[property]))),
    ),
  ]);
  return toTable(['ms until the answer', 'small, median', 'small, p99', 'large, median', 'large, p99'], rows);
}
