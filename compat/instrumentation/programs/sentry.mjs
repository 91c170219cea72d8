import { tracingChannel } from 'node:diagnostics_channel';
import * as Sentry from '@sentry/node';

const items = [];
Sentry.init({
  dsn: 'https://public@sentry.example/1',
  tracesSampleRate: 1,
  // In place of the network.
  transport: () => ({
    send: async ([, sent]) => {
      for (const [{ type }, payload] of sent) items.push(Object.assign({ type }, payload));
      return {};
    },
    flush: async () => true,
  }),
});

const [framework, way] = process.argv.slice(2);
if (way === 'propagated') {
  tracingChannel('multistatus:operation').start.subscribe(({ headers }) => {
    Object.assign(headers, Sentry.getTraceData());
  });
}

const { createHandler } = await import('./create-app.mjs');
const { serve } = await import('./serve.mjs');

const handler = await createHandler(framework, {
  visit: (id) => {
    Sentry.setUser({ id: `user of ${id}` });
    Sentry.setTag('album', id);
    Sentry.addBreadcrumb({ message: `album ${id}` });
  },
  setup: (app) => framework === 'koa' && Sentry.setupKoaErrorHandler(app),
  finish: (app) => framework === 'express' && Sentry.setupExpressErrorHandler(app),
});

serve(handler, async () => {
  await Sentry.close();
  return items;
});
