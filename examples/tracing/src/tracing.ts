import { AsyncLocalStorage } from 'node:async_hooks';
import { channel, tracingChannel } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import type { BatchTrace, OperationOutcome, OperationTrace } from '@multistatus/express';
import * as otel from '@opentelemetry/api';
import { NodeTracerProvider, SimpleSpanProcessor, type SpanExporter } from '@opentelemetry/sdk-trace-node';

/** Traces each batch, with a span per operation. Returns a function that stops this once all spans are exported. */
export function startTracing(exporter: SpanExporter): () => Promise<void> {
  const storage = new AsyncLocalStorage<otel.Context>();
  const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
  provider.register({ contextManager: toContextManager(storage) });
  const batches = tracingChannel<otel.Context, BatchTrace>('multistatus:batch');
  const operations = tracingChannel<otel.Context, OperationTrace>('multistatus:operation');
  const tracer = otel.trace.getTracer('multistatus');
  const entries = channel('multistatus:enter');
  const spans = new WeakMap<object, otel.Span>();
  const contexts = new WeakMap<object, otel.Context>();
  const setSpan = (message: object, context: otel.Context, span: otel.Span): otel.Context => {
    spans.set(message, span);
    contexts.set(message, otel.trace.setSpan(context, span));
    return contexts.get(message) as otel.Context;
  };

  batches.start.bindStore(storage, (batch) => {
    // An HTTP instrumentation may already have created a span for the request.
    const active = otel.context.active();
    const isTraced = otel.trace.getSpan(active) !== undefined;
    const parent = isTraced
      ? active
      : otel.propagation.extract(active, (batch.request as IncomingMessage).headers);
    const attributes = { 'multistatus.batch.id': batch.batchId, 'multistatus.batch.size': batch.operations };
    const kind = isTraced ? otel.SpanKind.INTERNAL : otel.SpanKind.SERVER;
    const span = tracer.startSpan('batch', { kind, attributes }, parent);
    return setSpan(batch, parent, span);
  });
  operations.start.bindStore(storage, (operation) => {
    const span = tracer.startSpan(operation.method, { attributes: toAttributes(operation) });
    const context = setSpan(operation, otel.context.active(), span);
    // An HTTP instrumentation takes the parent of the span that it creates for the operation from its headers.
    otel.propagation.inject(context, operation.headers);
    return context;
  });
  // Handlers, and the option `transaction`, do not run in the async context of the batch request. Their spans become children
  // because the context is bound again where that one is left.
  entries.bindStore(storage, (message) => contexts.get(message as object) ?? otel.ROOT_CONTEXT);

  const endOperation = (message: unknown): void => {
    const { outcome } = message as OperationTrace;
    if (outcome !== undefined) endSpan(spans.get(message as object), outcome);
  };
  const recordError = (message: unknown): void =>
    spans.get(message as object)?.recordException((message as { error: Error }).error);
  const listeners = [
    [batches.asyncEnd, (message: unknown) => spans.get(message as object)?.end()],
    [operations.asyncEnd, endOperation],
    [operations.end, endOperation], // has the outcome already if the operation was not run
    [operations.error, recordError],
  ] as const;
  for (const [channel, listener] of listeners) channel.subscribe(listener);

  return () => {
    batches.start.unbindStore(storage);
    operations.start.unbindStore(storage);
    entries.unbindStore(storage);
    for (const [channel, listener] of listeners) channel.unsubscribe(listener);
    for (const api of [otel.trace, otel.context, otel.propagation]) api.disable();
    return provider.shutdown();
  };
}

function toAttributes({ method, url, id, index }: OperationTrace): otel.Attributes {
  const [path, query] = url.split(/\?(.*)/s, 2);
  return {
    'http.request.method': method,
    'url.path': path,
    'url.query': query,
    'multistatus.operation.id': id,
    'multistatus.operation.index': index,
  };
}

function endSpan(span: otel.Span | undefined, { status, executed, result, problem }: OperationOutcome): void {
  span?.setAttribute('http.response.status_code', status);
  span?.setAttribute('multistatus.operation.executed', String(executed));
  if (result === 'failed')
    span?.setStatus({ code: otel.SpanStatusCode.ERROR, message: problem?.title ?? `${status}` });
  span?.end();
}

/** OpenTelemetry's own context manager does not expose its storage, but a channel must be bound to one. */
function toContextManager(storage: AsyncLocalStorage<otel.Context>): otel.ContextManager {
  const manager: otel.ContextManager = {
    active: () => storage.getStore() ?? otel.ROOT_CONTEXT,
    // oxlint-disable-next-line max-params -- the interface of OpenTelemetry
    with: (context, run, self, ...args) => storage.run(context, () => run.apply(self, args)),
    bind: (context, target) =>
      typeof target === 'function'
        ? storage.run(context, () => AsyncLocalStorage.bind(target as never))
        : target,
    enable: () => manager,
    disable: () => manager,
  };
  return manager;
}
