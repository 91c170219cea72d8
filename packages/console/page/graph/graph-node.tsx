import type { JSX } from 'preact';
import type { GraphOperation } from '../model/operation-graph.js';
import type { Row } from '../model/row.js';
import { selectedIndex } from '../model/selection.js';
import { STATE_SHAPES } from '../state-mark.js';
import type { Box } from './box.js';

/** The properties of {@link GraphNode}. */
export interface GraphNodeProps {
  readonly operation: GraphOperation;
  readonly position: number;
  readonly box: Box;
  readonly row: Row | undefined;
  /** What it depends on, and what depends on it, as text for screen readers. */
  readonly relations: string;
  readonly isSelected: boolean;
  /** True if it is the one that the tab key leads to. */
  readonly isActive: boolean;
}

/** An operation in the graph. */
export function GraphNode(props: GraphNodeProps): JSX.Element {
  const { operation, position, box, row, relations, isSelected, isActive } = props;
  const { id, method, url } = operation;
  const state = row?.state ?? 'pending';
  const status = row === undefined ? '' : String(row.response.status ?? 207);
  // The name contains what one sees, in the same order, for those who speak to their computer (WCAG 2.5.3).
  const seen = [id, status, method, url].filter((text) => text !== '').join(' ');
  return (
    <button
      type="button"
      class={`graph-node ${state}`}
      style={{ left: `${box.x}px`, top: `${box.y}px`, width: `${box.width}px`, height: `${box.height}px` }}
      title={`${id}\n${method} ${url}`}
      aria-label={`${seen}, ${state}${relations}`}
      aria-pressed={isSelected}
      tabIndex={isActive ? 0 : -1}
      data-position={position}
      onClick={() => {
        selectedIndex.value = operation.index;
      }}
    >
      <span class="shape" aria-hidden="true">
        {STATE_SHAPES[state]}
      </span>
      <bdi class="id">{id}</bdi> <span class="status">{status}</span>{' '}
      <span class="request">
        {method} <bdi>{url}</bdi>
      </span>
    </button>
  );
}
