import { expect, test } from '@jest/globals';
import { MAX_NAMES, NamedLine, NamedLines } from '#core/lines/named-lines.js';
import { MAX_WAITING, WaitingLines } from '#core/lines/waiting-lines.js';
import { Capacity } from '#core/run/capacity.js';
import { RequestLoad } from '#core/run/request-load.js';
import { toAnswered, toOperation } from '../outcomes.js';

function start(maxBytes = 100): { capacity: Capacity; load: RequestLoad; names: NamedLines } {
  const capacity = new Capacity({ maxConcurrentRequests: 1, maxBytesUnderWay: 1_000 });
  const load = new RequestLoad(capacity, new AbortController().signal);
  return { capacity, load, names: new NamedLines(maxBytes, load) };
}

function add(names: NamedLines, id: string, body = ''): NamedLine {
  const line = new NamedLine(id, 0);
  names.add(line);
  names.settle(line, toAnswered({ body }, { id }));
  return line;
}

test('a line that is used or runs stays known however many lines follow; one that is not is forgotten', () => {
  const { names } = start();
  add(names, 'used');
  add(names, 'unused', 'body');
  const running = new NamedLine('running', 0);
  names.add(running);
  for (let number = 0; number < MAX_NAMES; number += 1) {
    add(names, `line ${number}`);
    if (number % 100 === 0) names.use('used');
    if (number === MAX_NAMES / 2 - 10) expect(names.has('unused')).toBe(true);
  }
  expect(['used', 'unused', 'running'].map((name) => names.has(name))).toEqual([true, false, true]);
  expect(names.use('running')).toBe(running);
});

test('bodies are kept up to the limit, those of lines in use in any case, and count towards the endpoint', () => {
  const { capacity, names } = start(100);
  const first = add(names, 'first', 'x'.repeat(40));
  first.users += 1;
  for (let number = 0; number < 10; number += 1) add(names, `line ${number}`, 'x'.repeat(30));
  const bodies = ['first', 'line 0', 'line 9'].map((id) => names.get(id)?.answer.body.byteLength);
  expect(bodies).toEqual([40, 0, 30]);
  const isFree = (bytes: number): boolean => {
    const isTaken = capacity.tryTake(0, bytes);
    if (isTaken) capacity.giveBack(0, bytes);
    return isTaken;
  };
  expect([isFree(1_000 - 140), isFree(1_000 - 60)]).toEqual([true, false]);
  add(names, 'large', 'x'.repeat(51));
  expect(names.get('large')?.answer).toMatchObject({ isBodyTooLarge: true });
});

test('so many lines wait, and no more', () => {
  const { load } = start();
  const waiting = new WaitingLines(load);
  const lineAt = (index: number): Parameters<WaitingLines['add']>[0] => {
    const operation = toOperation({ index, id: `line ${index}`, atomicityGroup: 'g' });
    return { operation, hasId: true, number: index + 1, bytes: 0 };
  };
  const refused = Array.from({ length: MAX_WAITING }, (_each, index) => waiting.add(lineAt(index)));
  expect(refused.every((outcome) => outcome === undefined)).toBe(true);
  expect([waiting.ownerOf('g'), waiting.ownerOf('line 0'), waiting.isOverfull]).toEqual([
    'group',
    'operation',
    false,
  ]);
  expect(waiting.add(lineAt(MAX_WAITING))).toMatchObject({ problem: { status: 503, executed: false } });
  expect(waiting.isOverfull).toBe(true);
});
