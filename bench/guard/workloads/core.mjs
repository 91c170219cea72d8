import { toPhoto } from '../../apps/photo.mjs';
import { loadPackage } from './load-package.mjs';

const OPERATIONS = 100;

/**
 * Batches of 100 through `createBatchHandler`, with a dispatch that has its answers ready: what is left is reading,
 * checking, planning and writing. Operations have headers, bodies and dependencies, so that every check has something to
 * look at.
 *
 * @param {object} options
 * @param {string} options.root the build, as in `loadPackage`
 * @param {boolean} [options.hasFault] whether the last operation is refused, and so the batch: it is read and checked only
 * @param {boolean} [options.isPlain] whether operations are GETs with nothing but an id and a URL
 */
export async function prepare({ root, hasFault = false, isPlain = false }) {
  const handle = await createHandler(root);
  const operations = isPlain ? toGets() : toOperations(hasFault);
  const bytes = Buffer.from(JSON.stringify({ requests: operations }));
  const answers = new Map(operations.map(({ url }, id) => [url, toAnswer(id)]));
  const dispatch = async ({ url }) => answers.get(url);
  const expected = hasFault ? 400 : 207;
  return async (amount) => {
    for (let left = amount; left > 0; left -= 1) {
      const { status } = await handle(toEnvelope(bytes), dispatch);
      if (status !== expected) throw new Error(`The batch was answered with ${status}`);
    }
    return amount * OPERATIONS;
  };
}

/** Older builds have no entry for adapters, or call the function `createBatch`. */
async function createHandler(root) {
  const core = await loadPackage(root, 'core', 'adapter').catch((error) => {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    return loadPackage(root, 'core');
  });
  return (core.createBatchHandler ?? core.createBatch)();
}

function toAnswer(id) {
  return {
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: Buffer.from(JSON.stringify(toPhoto(id))),
    isBodyTooLarge: false,
  };
}

function toGets() {
  return Array.from({ length: OPERATIONS }, (_, id) => ({
    id: `${id}`,
    method: 'GET',
    url: `/photos/${id}`,
  }));
}

function toOperations(hasFault) {
  const operations = Array.from({ length: OPERATIONS }, (_, id) => ({
    id: `${id}`,
    method: id % 4 === 0 ? 'POST' : 'GET',
    url: `/photos/${id}`,
    headers: { 'accept-language': 'pt', 'x-album': 'lisbon' },
    ...(id % 4 === 0 ? { body: { title: 'Tram 28', tags: ['tram', 'dusk'] } } : {}),
    ...(id % 10 === 9 ? { dependsOn: [`${id - 1}`] } : {}),
  }));
  if (hasFault) operations[OPERATIONS - 1].url = '//elsewhere/photos';
  return operations;
}

function toEnvelope(bytes) {
  return {
    method: 'POST',
    url: '/batch',
    headers: { host: 'localhost', 'content-type': 'application/json', accept: 'application/json' },
    body: { kind: 'stream', stream: piecesOf(bytes) },
    responseHeaders: {},
    isOperation: false,
    signal: new AbortController().signal,
  };
}

async function* piecesOf(bytes) {
  yield bytes;
}
