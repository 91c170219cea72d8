/** An edge between two nodes, by their numbers. */
export type NodePair = readonly [from: number, to: number];

/**
 * Returns the column of each node: every node is to the right of those that it depends on. A draft may contain a cycle: its first
 * node is placed as if the edges that lead back to it did not exist.
 */
export function rankNodes(count: number, edges: readonly NodePair[]): number[] {
  const targets: number[][] = Array.from({ length: count }, () => []);
  const waiting = new Uint32Array(count);
  for (const [from, to] of edges) {
    targets[from]?.push(to);
    waiting[to] = (waiting[to] ?? 0) + 1;
  }
  const isSource = waiting.map((number) => (number === 0 ? 1 : 0));
  const ranks = new Array<number>(count).fill(0);
  const isPlaced = new Uint8Array(count);
  const queue = ranks.map((_, node) => node).filter((node) => isSource[node] === 1);
  let first = 0;
  for (let done = 0; done < count; done += 1) {
    if (done === queue.length) {
      while (isPlaced[first] === 1) first += 1;
      queue.push(first);
    }
    const node = queue[done] ?? 0;
    isPlaced[node] = 1;
    for (const target of targets[node] ?? []) {
      if (isPlaced[target] === 1) continue;
      ranks[target] = Math.max(ranks[target] ?? 0, (ranks[node] ?? 0) + 1);
      waiting[target] = (waiting[target] ?? 0) - 1;
      if (waiting[target] === 0) queue.push(target);
    }
  }
  // What depends on nothing moves next to the first that needs it, which keeps its edges short.
  for (const [node, next] of targets.entries()) {
    if (isSource[node] !== 1 || next.length === 0) continue;
    const nearest = next.reduce(
      (rank, target) => Math.min(rank, ranks[target] ?? 0),
      Number.POSITIVE_INFINITY,
    );
    ranks[node] = Math.max(0, nearest - 1);
  }
  return ranks;
}
