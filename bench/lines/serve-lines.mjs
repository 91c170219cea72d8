// The server that `measureLines` starts: an endpoint with bulk(), or the photo album with batch().
//
//   node bench/lines/serve-lines.mjs <bulk|batch> <express|koa> <root of a build>
//
// Prints its port and, when it is asked to end, how much processor time it has used since, in microseconds.
import { pathToFileURL } from 'node:url';
import { toExpressApp } from '../apps/express-app.mjs';
import { toKoaApp } from '../apps/koa-app.mjs';

const NO_LIMIT = Number.POSITIVE_INFINITY;
/** For limits that must be finite. */
const MANY = 2_000_000_000;
const PHOTO = {
  type: 'object',
  required: ['id', 'title'],
  additionalProperties: false,
  properties: { id: { type: 'integer' }, title: { type: 'string', maxLength: 200 } },
};

const [kind, framework, root] = process.argv.slice(2);
const { default: create } = await import(framework);
const { batch, bulk } = await import(pathToFileURL(`${root}/packages/${framework}/dist/index.js`).href);
const server = toApp().listen(0, '127.0.0.1', () => {
  const started = process.cpuUsage();
  console.log(server.address().port);
  process.on('SIGTERM', () => {
    const { user, system } = process.cpuUsage(started);
    console.log(user + system);
    process.exit(); // profiles are written on a clean end
  });
});

function toApp() {
  if (kind === 'bulk') return framework === 'koa' ? new create().use(toBulk()) : create().use(toBulk());
  const limits = {
    maxOperations: MANY,
    maxUnsafeOperations: MANY,
    maxBodyBytes: MANY,
    batchTimeoutMs: MANY,
  };
  if (framework === 'koa') return toKoaApp(create, { batch: batch({ limits, path: '/batch' }) });
  return toExpressApp(create, { batch: batch({ limits }) });
}

function toBulk() {
  return bulk({
    item: PHOTO,
    href: (photo) => `/photos/${photo.id}`,
    handle: async (photo) => ({ id: photo.id }),
    limits: { maxItems: NO_LIMIT, maxBodyBytes: NO_LIMIT, bulkTimeoutMs: NO_LIMIT },
  });
}
