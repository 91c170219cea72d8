import type { JSX } from 'preact';
import { type Box, overlaps } from './box.js';
import type { GraphLayout, Grid } from './lay-out-graph.js';

/** The boxes of groups, and the headings of grids. */
export function GraphFrames({
  layout,
  region,
}: {
  readonly layout: GraphLayout;
  readonly region: Box;
}): JSX.Element {
  const isWhole = layout.grids.some(({ count, kind }) => kind === 'loose' && count === layout.boxes.length);
  return (
    <>
      {layout.groups
        .filter(({ box }) => overlaps(box, region))
        .map(({ unit, name, box: { x, y, width, height } }) => (
          <div
            key={unit}
            class="graph-group"
            title={`Group ${name}`}
            style={{ left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` }}
          >
            <bdi>{name}</bdi>
          </div>
        ))}
      {isWhole
        ? null
        : layout.grids.map((grid) => (
            <p key={grid.kind} class="graph-grid" style={{ top: `${grid.y}px` }}>
              {headingOf(grid)}
            </p>
          ))}
    </>
  );
}

function headingOf({ kind, count }: Grid): string {
  const operations = `${count.toLocaleString('en')} ${count === 1 ? 'operation' : 'operations'}`;
  return kind === 'loose'
    ? `${operations} without dependencies`
    : `${operations} with too many dependencies to draw: the list below shows them`;
}
