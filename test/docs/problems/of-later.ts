import { type AsyncApp, type AsyncSetup, asyncHosts } from '../../async/async-hosts.js';
import { open, type Sent, send, sendBatch, things } from '../../async/client.js';
import { type AsyncName, asyncOf } from '../../conformance/async-options.js';
import { journalOf } from '../../conformance/journals.js';
import { type Producer, problemOf, type SentProblem } from './problem-exchange.js';

const LATER = {
  headers: { prefer: 'respond-async', 'x-user': 'ana' },
  body: { requests: [{ method: 'POST', url: '/photos' }] },
};

function later(name: AsyncName, count = 0): ReturnType<Producer> {
  const journal = journalOf('works');
  return problemOf({
    ...LATER,
    batch: { journal, async: asyncOf(name, { journal, target: undefined }) },
    before: async (sendTo) => {
      for (let sent = 0; sent < count; sent += 1) await sendTo(LATER);
    },
  });
}

/** Keeps a batch that no worker runs, and returns the problem that a later request for its monitor is answered with. */
async function ofMonitor(
  setup: AsyncSetup,
  take: (app: AsyncApp, path: string) => Promise<{ readonly json: object }>,
): Promise<SentProblem> {
  const [host] = asyncHosts;
  if (host === undefined) throw new Error('There is no host');
  const app = await host.start({ isPaused: true, ...setup });
  try {
    const { location = '' } = (await sendBatch(app, things(1))).headers;
    const { json } = await take(app, location);
    return JSON.parse(JSON.stringify(json).replaceAll(location, '/batch/monitors/b1')) as SentProblem;
  } finally {
    await app.close();
  }
}

/** Sends the same request twice, and returns the second answer. The first stays open. */
async function twice(app: AsyncApp, sent: Sent): ReturnType<typeof send> {
  await open(app, sent);
  return send(app, sent);
}

/** The problems of requests that are answered later, and of their monitors. */
export const OF_LATER: Readonly<Record<string, Producer>> = {
  'queue-full': () => later('queue-full'),
  'queue-unavailable': () => later('queue-down'),
  'too-many-batches': () => later('takes-two', 2),
  'no-such-monitor': () => ofMonitor({}, (app) => send(app, { path: '/batch/monitors/unknown' })),
  'batch-cancelled': () =>
    ofMonitor({}, async (app, path) => {
      await send(app, { method: 'DELETE', path });
      return send(app, { path });
    }),
  cancelled: () =>
    ofMonitor({}, async (app, path) => {
      const { json } = await send(app, { method: 'DELETE', path });
      return { json: json.responses?.[0]?.body ?? {} };
    }),
  'too-many-polls': () => ofMonitor({ limits: { minPollMs: 60_000 } }, (app, path) => twice(app, { path })),
  'too-many-watchers': () =>
    ofMonitor({ limits: { maxWatchers: 1 } }, (app, path) =>
      twice(app, { path, headers: { accept: 'text/event-stream' } }),
    ),
};
