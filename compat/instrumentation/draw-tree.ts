/** A span, with what all tracing libraries have in common. */
export interface TreeSpan {
  readonly name: string;
  /** False for the spans of middleware and the like. */
  readonly isShown: boolean;
  readonly id: string;
  readonly parent: string | undefined;
}

/** Returns the shown spans as lines. Each is indented by two blanks more than the nearest shown span that it descends from. */
export function drawTree(spans: readonly TreeSpan[]): string {
  const byId = new Map(spans.map((span) => [span.id, span]));
  const parentOf = (span: TreeSpan): TreeSpan | undefined => {
    const parent = byId.get(span.parent ?? '');
    return parent === undefined || parent.isShown ? parent : parentOf(parent);
  };
  const shown = spans.filter(({ isShown }) => isShown);
  const linesBelow = (above: TreeSpan | undefined, indent: string): string[] =>
    shown
      .filter((span) => parentOf(span) === above)
      .flatMap((span) => [`${indent}${span.name}`, ...linesBelow(span, `${indent}  `)]);
  return linesBelow(undefined, '').join('\n');
}
