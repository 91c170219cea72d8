import { tracingChannel } from 'node:diagnostics_channel';
import { register } from 'node:module';
import { context, propagation } from '@opentelemetry/api';
import { getNodeAutoInstrumentations } from '@opentelemetry/auto-instrumentations-node';
import { metrics, NodeSDK, tracing } from '@opentelemetry/sdk-node';
import { toReportedSpan } from './to-reported-span.mjs';

register('@opentelemetry/instrumentation/hook.mjs', import.meta.url);

const spans = new tracing.InMemorySpanExporter();
const points = new metrics.InMemoryMetricExporter(metrics.AggregationTemporality.CUMULATIVE);
const reader = new metrics.PeriodicExportingMetricReader({ exporter: points });
const sdk = new NodeSDK({
  spanProcessors: [new tracing.SimpleSpanProcessor(spans)],
  metricReaders: [reader],
  logRecordProcessors: [],
  resourceDetectors: [],
  instrumentations: [getNodeAutoInstrumentations()],
});
sdk.start();

const [framework, way] = process.argv.slice(2);
if (way === 'propagated') {
  tracingChannel('multistatus:operation').start.subscribe(({ headers }) => {
    propagation.inject(context.active(), headers);
  });
}

const { createHandler } = await import('./create-app.mjs');
const { serve } = await import('./serve.mjs');

serve(await createHandler(framework), async () => {
  await reader.forceFlush();
  const report = {
    spans: spans.getFinishedSpans().map(toReportedSpan),
    durations: points
      .getMetrics()
      .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics))
      .filter(({ descriptor }) => descriptor.name === 'http.server.request.duration')
      .flatMap(({ dataPoints }) => dataPoints.map(({ attributes, value }) => [attributes, value.count])),
  };
  await sdk.shutdown();
  return report;
});
