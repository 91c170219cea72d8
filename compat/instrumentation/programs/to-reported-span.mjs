/** Returns what tests look at, of a span of OpenTelemetry. */
export function toReportedSpan(span) {
  const { name, kind, attributes, parentSpanContext } = span;
  const { spanId, traceId } = span.spanContext();
  return { name, kind, attributes, id: spanId, traceId, parent: parentSpanContext?.spanId };
}
