import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { distance } from 'fastest-levenshtein';
import { editDistance } from '#wire/edit-distance.js';

test.each([
  ['', '', 0],
  ['', 'path', 4],
  ['path', 'path', 0],
  ['path', 'paths', 1],
  ['path', 'bath', 1],
  ['path', 'paht', 2],
  ['kitten', 'sitting', 3],
])('%j and %j are %i edits apart', (one, other, edits) => {
  expect(editDistance(one, other)).toBe(edits);
});

test('it is the distance that a library computes, either way round', () => {
  // Few letters, so that many are equal.
  const name = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'é'), maxLength: 40 });
  fc.assert(
    fc.property(name, name, (one, other) => {
      expect(editDistance(one, other)).toBe(distance(one, other));
      expect(editDistance(other, one)).toBe(distance(one, other));
    }),
  );
});
