import { register } from 'node:module';
import { getNodeAutoInstrumentations } from '@opentelemetry/auto-instrumentations-node';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { tracing } from '@opentelemetry/sdk-node';
import { toReportedSpan } from './to-reported-span.mjs';

register('@opentelemetry/instrumentation/hook.mjs', import.meta.url);

const [framework] = process.argv.slice(2);
const { startTracing } = await import('tracing');
const exporter = new tracing.InMemorySpanExporter();
startTracing(exporter);
registerInstrumentations({ instrumentations: [getNodeAutoInstrumentations()] });

const { createHandler } = await import('./create-app.mjs');
const { serve } = await import('./serve.mjs');

serve(await createHandler(framework), async () => exporter.getFinishedSpans().map(toReportedSpan));
