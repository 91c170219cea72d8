import { deepStrictEqual } from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { toHandler } from '../apps/handler.mjs';
import { toPhoto } from '../apps/photo.mjs';

const REQUESTS = {
  GET: { method: 'GET', url: '/photos/7', headers: { host: 'localhost' }, body: undefined },
  POST: toPost('{"id":7}'),
  'POST of 2 KB': toPost(JSON.stringify(toPhoto(7, 2_000))),
};
const PATIENCE_MS = 2_000;

/**
 * One request, over and over, through a dispatcher.
 *
 * @param {object} options those of `toHandler`, and
 * @param {string} options.dispatcher name of its file in `dispatchers/`
 * @param {string} options.framework
 * @param {'GET' | 'POST' | 'POST of 2 KB'} options.method
 * @param {number} options.concurrency requests under way at the same time
 * @returns {Promise<(amount: number) => Promise<void>>}
 * @throws {Error} if the answer is not the expected one, or does not come
 */
export async function prepare({ dispatcher, framework, method, concurrency, ...options }) {
  const { toDispatch, read } = await import(`../dispatchers/${dispatcher}.mjs`);
  const dispatch = toDispatch(await toHandler(framework, options));
  const request = REQUESTS[method];

  const check = (answer) => {
    const { status, text } = read(answer);
    deepStrictEqual({ status, body: JSON.parse(text) }, { status: 200, body: toPhoto(7) }, 'another answer');
  };
  const repeat = async (amount) => {
    let answer;
    for (let left = amount; left > 0; left -= 1) answer = await dispatch(request);
    check(answer);
  };
  await Promise.race([repeat(1), refuseLater()]);
  return async (amount) => {
    await Promise.all(Array.from({ length: concurrency }, () => repeat(Math.ceil(amount / concurrency))));
  };
}

function toPost(body) {
  const headers = {
    host: 'localhost',
    'content-type': 'application/json',
    'content-length': `${Buffer.byteLength(body)}`,
  };
  return { method: 'POST', url: '/photos', headers, body };
}

async function refuseLater() {
  await wait(PATIENCE_MS, undefined, { ref: false });
  throw new Error(`no answer within ${PATIENCE_MS} ms`);
}
