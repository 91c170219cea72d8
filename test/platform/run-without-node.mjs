// Run with --disallow-code-generation-from-strings. Takes away the globals of Node, then imports the packages as they are
// built and uses them. Prints what does not work as a JSON array of texts, and an empty array if everything works.

const { log } = console;
const NodeBuffer = Buffer;
for (const name of ['Buffer', 'setImmediate', 'clearImmediate', 'process']) delete globalThis[name];

const failures = [];
/** What the endpoint of the step under way has reported. */
let reported;
const onError = (error) => {
  reported ??= error;
};

async function attempt(step, run) {
  reported = undefined;
  try {
    return await run();
  } catch (thrown) {
    const error = reported ?? thrown;
    const [, at = ''] = /^ +at (.*)$/m.exec(error?.stack ?? '') ?? [];
    failures.push(
      `${step}: ${String(error)} (${at.replace(/ ?\(?file:.*\/(packages|node_modules)\//, ' $1/')})`,
    );
    return undefined;
  }
}

function expectEqual(actual, expected) {
  const [one, other] = [actual, expected].map((value) => JSON.stringify(value));
  if (one !== other) throw new Error(`got ${one}, not ${other}`);
}

const REQUESTS = [
  { id: 'a', method: 'POST', url: '/echo', headers: { 'content-type': 'application/json' }, body: { n: 1 } },
  { id: 'b', method: 'POST', url: '/echo', body: 'AP8=', bodyEncoding: 'base64' },
  {
    id: 'c',
    method: 'POST',
    url: '/echo',
    body: { of: null },
    references: [{ at: '/body/of', from: 'a', value: '/body/n' }],
  },
];
const BATCH = { requests: REQUESTS };
const SENT = [
  { encoding: 'json', text: '{"n":1}' },
  { encoding: 'base64', text: 'AP8=' },
  { encoding: 'json', text: '{"of":1}' },
];

const encoder = new TextEncoder();
const decoder = new TextDecoder();

async function* piecesOf(text) {
  const half = Math.floor(text.length / 2);
  yield encoder.encode(text.slice(0, half));
  yield encoder.encode(text.slice(half));
}

function toEnvelope(value, headers) {
  return {
    method: 'POST',
    url: '/batch',
    headers: { host: 'photos.example', 'content-type': 'application/json', ...headers },
    body: { kind: 'stream', stream: piecesOf(JSON.stringify(value)) },
    responseHeaders: {},
    isOperation: false,
    signal: new AbortController().signal,
  };
}

const echo = async ({ headers, body = new Uint8Array(0) }) => ({
  status: 200,
  headers: { 'content-type': headers['content-type'] ?? 'text/plain' },
  body,
  isBodyTooLarge: false,
});

async function textOf(body) {
  if (typeof body === 'string') return body;
  if (body instanceof Uint8Array) return decoder.decode(body);
  let text = '';
  for await (const piece of body ?? []) text += typeof piece === 'string' ? piece : decoder.decode(piece);
  return text;
}

const imports = {};
for (const name of [
  '@multistatus/core',
  '@multistatus/core/adapter',
  '@multistatus/document',
  '@multistatus/document/rules',
  '@multistatus/document/xml-reader',
  '@multistatus/document/xml-writer',
  '@multistatus/client',
  '@multistatus/inspect',
]) {
  imports[name] = await attempt(`import ${name}`, () => import(name));
}
const { createBatchHandler, createBulkHandler } = imports['@multistatus/core/adapter'] ?? {};
const { describeBatch, describeBulk } = imports['@multistatus/core'] ?? {};
const { readMultistatus } = imports['@multistatus/document'] ?? {};
const { batchFetch } = imports['@multistatus/client'] ?? {};

for (const type of ['application/json', 'application/xml', 'application/x-ndjson']) {
  await attempt(`batch answered in ${type}`, async () => {
    const handle = createBatchHandler({ onError });
    const { status, headers, body } = await handle(toEnvelope(BATCH, { accept: type }), echo);
    expectEqual(status, 207);
    const source = {
      body: piecesOf(await textOf(body)),
      headers: { get: (name) => headers[name] },
    };
    const { document } = await readMultistatus(source);
    expectEqual(
      document.responses.map((response) => response.body),
      SENT,
    );
  });
}

await attempt('batch with issues', async () => {
  const handle = createBatchHandler({ onError });
  const { status, body } = await handle(toEnvelope({ requests: [{ url: 7 }] }, {}), echo);
  expectEqual(status, 400);
  expectEqual(JSON.parse(await textOf(body)).errors.length, 2);
});

const item = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: (value) =>
      value.id > 0 ? { value } : { issues: [{ message: 'is not positive', path: ['id'] }] },
  },
};
for (const type of ['application/json', 'application/x-ndjson']) {
  await attempt(`bulk sent in ${type}`, async () => {
    const handle = createBulkHandler({ item, onError, handle: ({ id }) => ({ id }) });
    const envelope = toEnvelope({ id: 1 }, { 'content-type': type, accept: type });
    const { status, body } = await handle({ envelope, extra: {}, message: {} });
    expectEqual(status, 207);
    expectEqual(/"status":\s*200/.test(await textOf(body)), true);
  });
}

await attempt('descriptions', () => {
  describeBatch({});
  describeBulk({ item, handle: () => undefined });
  describeBulk({ item: { type: 'object' }, handle: () => undefined });
});

// Node's own fetch reads the global Buffer: nothing else finds it.
Object.defineProperty(globalThis, 'Buffer', {
  get: () => (/^ +at .*node:internal/.test(new Error().stack.split('\n')[2]) ? NodeBuffer : undefined),
});

await attempt('client', async () => {
  const handle = createBatchHandler({ onError });
  const send = async (input, init) => {
    const request = new Request(input, init);
    const envelope = toEnvelope(await request.json(), { accept: 'application/json' });
    const { status, headers, body } = await handle(envelope, echo);
    return new Response(await textOf(body), { status, headers });
  };
  const limits = { maxOperations: 10, maxBodyBytes: 100_000, maxUrlLength: 100, maxHeaderBytes: 1_000 };
  const api = batchFetch({ url: 'http://photos.example/batch', fetch: send, limits });
  const init = { method: 'POST', headers: { 'content-type': 'application/octet-stream' } };
  const answers = await Promise.all(
    [1, 2].map((byte) => api('http://photos.example/echo', { ...init, body: Uint8Array.of(0, byte) })),
  );
  expectEqual(
    await Promise.all(answers.map(async (answer) => [...new Uint8Array(await answer.arrayBuffer())])),
    [
      [0, 1],
      [0, 2],
    ],
  );
});

log(JSON.stringify(failures));
