import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { toGraph } from '../model/operation-graph.js';
import type { Run } from '../model/run.js';
import { selectedIndex } from '../model/selection.js';
import { type SpanOrder, sortSpans } from './sort-spans.js';
import { formatMs } from './time-scale.js';
import { TimelineTable } from './timeline-table.js';
import { durationOf, type Spans, toSpans } from './to-spans.js';

/** When each operation of a run waited and ran, as bars in a table. */
export function Timeline({ run }: { readonly run: Run }): JSX.Element {
  const order = useSignal<SpanOrder>('start');
  const { operations, rows, arrivals } = run;
  const version = rows.version.value;
  const graph = useMemo(() => toGraph(operations), [operations]);
  const spans = useMemo(() => toSpans(graph, rows, arrivals), [graph, version]);
  const sorted = useMemo(() => sortSpans(spans.spans, order.value), [spans, order.value]);
  const isMeasured = spans.source === 'server';
  return (
    <div class="timeline">
      <div class="timeline-tools">
        <Summary spans={spans} run={run} />
        <label>
          Order{' '}
          <select
            value={order.value}
            onChange={(event) => {
              order.value = event.currentTarget.value as SpanOrder;
            }}
          >
            <option value="start">by start</option>
            <option value="batch">as in the batch</option>
            <option value="slowest">slowest first</option>
          </select>
        </label>
      </div>
      {isMeasured || spans.endMs === 0 ? null : (
        <p class="timeline-note">
          The server sends no times, so each bar ends when the outcome arrived here. With{' '}
          <code>batch({'{ timings: true }'})</code> the server sends when each operation started and ended.
        </p>
      )}
      <TimelineTable operations={operations} spans={sorted} endMs={spans.endMs} isMeasured={isMeasured} />
    </div>
  );
}

function Summary({ spans, run }: { readonly spans: Spans; readonly run: Run }): JSX.Element {
  const { endMs, slowest, source } = spans;
  if (endMs === 0) {
    return <p class="soft">{run.rows.all.length === 0 ? 'No outcome yet.' : 'No times are known.'}</p>;
  }
  return (
    <p class="timeline-summary">
      <span>
        <strong>{formatMs(endMs)}</strong>{' '}
        <span class="soft">{source === 'server' ? 'in all' : 'until the last outcome arrived'}</span>
      </span>
      {slowest.length < 2 ? null : (
        <span>
          <span class="soft">Slowest: </span>
          {slowest.map((span, number) => {
            const operation = run.operations[span.position];
            return (
              <span key={span.position}>
                {number === 0 ? '' : ', '}
                <button
                  type="button"
                  class="link"
                  title={operation?.id}
                  onClick={() => {
                    selectedIndex.value = operation?.index;
                  }}
                >
                  <bdi>{operation?.id}</bdi>
                </button>{' '}
                {formatMs(durationOf(span))}
              </span>
            );
          })}
        </span>
      )}
      {source === 'server' ? (
        <span class="timeline-legend soft">
          <span aria-hidden="true" class="waited" /> waited <span aria-hidden="true" class="ran" /> ran
        </span>
      ) : null}
    </p>
  );
}
