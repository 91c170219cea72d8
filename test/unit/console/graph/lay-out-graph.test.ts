import { describe, expect, test } from '@jest/globals';
import { type Box, overlaps } from '#console-page/graph/box.js';
import { type GraphLayout, layOutGraph } from '#console-page/graph/lay-out-graph.js';
import { type GraphOperation, toGraph } from '#console-page/model/operation-graph.js';

/** Lays out operations that are given as `b < a`: b depends on a. A name in brackets is the group. */
function layOut(...given: readonly string[]): GraphLayout {
  return layOutAll(
    given.map((line) => {
      const [, id = '', group, names = ''] = /^(\w+)(?:\((\w+)\))?(?: < (.*))?$/.exec(line) ?? [];
      const dependsOn = names === '' ? [] : names.split(' ');
      return { id, dependsOn, ...(group === undefined ? {} : { atomicityGroup: group }) };
    }),
  );
}

function layOutAll(
  given: readonly Pick<GraphOperation, 'id' | 'dependsOn' | 'atomicityGroup'>[],
): GraphLayout {
  const operations = given.map((operation, index) => ({ index, method: 'GET', url: '/', ...operation }));
  const steps = layOutGraph(toGraph(operations));
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}

function expectNoOverlaps(boxes: readonly Box[]): void {
  const pairs = boxes.flatMap((box, number) => boxes.slice(0, number).map((other) => [box, other] as const));
  expect(pairs.filter(([a, b]) => overlaps(a, b))).toEqual([]);
}

describe('layOutGraph', () => {
  test('every operation is to the right of those that it depends on, and none covers another', () => {
    const { boxes, width, height } = layOut('a', 'b < a', 'c < a', 'd < b c', 'e < a d', 'f', 'g < f');
    const x = boxes.map((box) => box.x);
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0] = x;
    expect(a < b && a < c && b < d && c < d && d < e && f < g).toBe(true);
    expectNoOverlaps(boxes);
    for (const box of boxes) {
      expect(box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height).toBe(
        true,
      );
    }
  });

  test('an edge that passes a column runs beside the operations in it', () => {
    const { boxes, bends } = layOut('a', 'b < a', 'c < b a');
    const passing = bends.find((bend) => bend !== undefined && bend.length > 0) ?? [];
    expect(passing).toHaveLength(1);
    expect(passing.filter((bend) => boxes.some((box) => overlaps(bend, box)))).toEqual([]);
  });

  test('a group is a box around its operations', () => {
    const { boxes, groups } = layOut('debit(transfer)', 'credit(transfer)', 'receipt < transfer');
    expect(groups).toHaveLength(1);
    const [{ name, box }] = groups as [GraphLayout['groups'][number]];
    expect(name).toBe('transfer');
    expect(boxes.map((each) => overlaps(each, box))).toEqual([true, true, false]);
    expectNoOverlaps(boxes);
  });

  test('operations without dependencies are packed in a grid below the others', () => {
    const { boxes, grids } = layOut('a', 'b < a', 'c', 'd', 'e', 'f', 'g', 'h');
    expect(grids).toMatchObject([{ kind: 'loose', count: 6 }]);
    const [{ y }] = grids as [GraphLayout['grids'][number]];
    expect(boxes.map((box) => box.y > y)).toEqual([false, false, true, true, true, true, true, true]);
    expect(new Set(boxes.slice(2).map((box) => box.y)).size).toBe(2);
    expectNoOverlaps(boxes);
  });

  test('a cycle, which a draft may contain, does not prevent the layout', () => {
    const { boxes } = layOut('a < c', 'b < a', 'c < b', 'd < d');
    expect(boxes).toHaveLength(4);
    expectNoOverlaps(boxes);
  });

  test('a part that is too large for dagre is packed without its edges, and the others are laid out', () => {
    const chain = Array.from({ length: 2_000 }, (_, i) => ({
      id: `c${i}`,
      dependsOn: i === 0 ? [] : [`c${i - 1}`],
    }));
    const { grids, bends, boxes } = layOutAll([
      ...chain,
      { id: 'x' },
      { id: 'y', dependsOn: ['x'] },
      { id: 'z' },
    ]);
    expect(grids).toMatchObject([
      { kind: 'large', count: 2_000 },
      { kind: 'loose', count: 1 },
    ]);
    expect(bends.filter((bend) => bend !== undefined)).toEqual([[]]);
    expect(boxes.filter((box) => box === undefined)).toEqual([]);
  });

  test('parts of the same shape cost no more than one', () => {
    const { grids, bends, boxes } = layOutAll(
      Array.from({ length: 10_000 }, (_, i) => ({
        id: `p${i}`,
        dependsOn: i % 2 === 0 ? [] : [`p${i - 1}`],
      })),
    );
    expect(bends.filter((bend) => bend !== undefined)).toHaveLength(5_000);
    expect(grids).toEqual([]);
    expectNoOverlaps(boxes.slice(0, 100));
  });

  test('what is too much in sum is packed as well', () => {
    // Each part has another shape: an operation, and 90, 91, ... that depend on it.
    const stars = Array.from({ length: 9 }, (_, star) => [
      { id: `s${star}` },
      ...Array.from({ length: 90 + star }, (_each, i) => ({ id: `s${star}-${i}`, dependsOn: [`s${star}`] })),
    ]);
    const { grids, bends } = layOutAll(stars.flat());
    const drawn = bends.filter((bend) => bend !== undefined).length;
    expect(drawn).toBe(90 + 91 + 92 + 93 + 94);
    expect(grids).toMatchObject([{ kind: 'large', count: stars.flat().length - drawn - 5 }]);
  });

  test('nothing at all', () => {
    expect(layOut()).toMatchObject({ width: 0, height: 0, boxes: [] });
  });
});
