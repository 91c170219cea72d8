import { tracingChannel } from 'node:diagnostics_channel';
import tracer from 'dd-trace';

const printed = [];
const write = process.stdout.write.bind(process.stdout);
// The exporter `log` writes traces to the standard output instead of sending them to an agent.
process.stdout.write = (text, ...rest) => {
  if (typeof text !== 'string' || !text.startsWith('{"traces"')) return write(text, ...rest);
  printed.push(...JSON.parse(text).traces.flat());
  return true;
};
tracer.init({ service: 'albums', startupLogs: false, experimental: { exporter: 'log' } });

const [framework, way] = process.argv.slice(2);
if (way === 'propagated') {
  tracingChannel('multistatus:operation').start.subscribe(({ headers }) => {
    tracer.inject(tracer.scope().active(), 'http_headers', headers);
  });
}

const { createHandler } = await import('./create-app.mjs');
const { serve } = await import('./serve.mjs');

serve(await createHandler(framework), async () => {
  await new Promise((resolve) => setImmediate(resolve));
  return printed;
});
