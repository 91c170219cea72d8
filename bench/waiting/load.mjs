import http from 'node:http';

/**
 * What clients saw in one or more slices of time, in milliseconds.
 *
 * @typedef {object} Seen
 * @property {number[]} singles of requests that are no batches, from when each was due
 * @property {number[]} batches of the large batches
 * @property {number[]} small of the small batches
 */

/**
 * Sends batches back to back from some clients, and beside them single requests and small batches, each kind at a steady rate: those
 * are sent when they are due, whether the ones before have been answered or not.
 *
 * @param {object} load
 * @param {number} load.port
 * @param {string} load.endpoint the path of the batch endpoint
 * @param {(id: number) => string} load.urlOf the URL of the operation
 * @param {number} load.clients
 * @param {number} load.operations in each batch
 * @param {number} load.ms how long
 * @param {number} [load.batches] after how many batches a client stops, if `ms` are not over before
 * @param {number} [load.singleEveryMs]
 * @param {number} [load.smallEveryMs]
 * @returns {Promise<Seen>}
 */
export async function runLoad({ ms, clients, batches, singleEveryMs, smallEveryMs, ...target }) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1_000 });
  const seen = { singles: [], batches: [], small: [] };
  const end = performance.now() + ms;
  let id = 0;
  const next = () => {
    id = (id + 1) % 1_000;
    return target.urlOf(id);
  };
  const sendBatch = async (operations, times, due = performance.now()) => {
    const requests = Array.from({ length: operations }, () => ({ method: 'GET', url: next() }));
    const body = JSON.stringify({ requests });
    await exchange({ agent, port: target.port, path: target.endpoint, method: 'POST' }, body);
    times.push(performance.now() - due);
  };
  const sendSingle = async (due) => {
    await exchange({ agent, port: target.port, path: next() });
    seen.singles.push(performance.now() - due);
  };
  const keepSending = async () => {
    for (let left = batches ?? Number.POSITIVE_INFINITY; left > 0 && performance.now() < end; left -= 1) {
      await sendBatch(target.operations, seen.batches);
    }
  };
  await Promise.all([
    ...Array.from({ length: clients }, keepSending),
    steadily(singleEveryMs, end, sendSingle),
    steadily(smallEveryMs, end, (due) => sendBatch(3, seen.small, due)),
  ]);
  agent.destroy();
  return seen;
}

/** Calls `send` every so many milliseconds with the time at which it was due. Resolves when all of it has been answered. */
async function steadily(everyMs, end, send) {
  if (everyMs === undefined) return;
  const underWay = [];
  for (let due = performance.now(); due < end; due += everyMs) {
    const early = due - performance.now();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    underWay.push(send(due));
  }
  await Promise.all(underWay);
}

function exchange(options, body) {
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : { 'content-type': 'application/json' };
    const req = http.request({ host: '127.0.0.1', headers, ...options }, (res) => {
      let size = 0;
      res.on('data', (chunk) => {
        size += chunk.length;
      });
      res.on('end', () => {
        if (res.statusCode === 200 || res.statusCode === 207) resolve(size);
        else reject(new Error(`${options.path} was answered ${res.statusCode}`));
      });
    });
    req.on('error', reject);
    req.end(body);
  });
}
