import { type BatchFault, checkBatch, type EndpointRules, locatePointers } from '@multistatus/core/check';
import type { DraftFault } from './draft-fault.js';

/** The place in the detail of malformed JSON, which the list shows beside it. */
const PLACE = /; see character \d+ \(line \d+, column \d+\)$/;
/** The pointer of another operation in the text of a fault. */
const OPERATION = /#\/requests\/\d+/g;

/** Returns what the endpoint would refuse in a batch, and where that is in its text, from the beginning to the end. */
export function checkDraft(text: string, rules: EndpointRules): readonly DraftFault[] {
  const faults = findFaults(text, rules);
  // A fault of the whole batch may mean that the text is not JSON, in which no pointer can be located.
  const pointers = faults
    .flatMap(({ pointer, detail }) => [pointer, ...(detail.match(OPERATION) ?? [])])
    .filter((pointer) => pointer !== '#');
  const ranges = pointers.length === 0 ? undefined : locatePointers(text, pointers);
  const placeOf = placesIn(text);
  const located = faults.map(({ character = 0, ...fault }) => {
    const { start, end } = ranges?.get(fault.pointer) ?? { start: character, end: character + 1 };
    const range = { start: Math.min(start, text.length), end: Math.min(end, text.length) };
    const detail = wordsOf(fault).replace(OPERATION, (pointer) => {
      const other = ranges?.get(pointer);
      return other === undefined ? pointer : `The operation in line ${placeOf(other.start).line}`;
    });
    return { ...fault, ...range, ...placeOf(range.start), detail };
  });
  return located.sort((a, b) => a.start - b.start);
}

/** The endpoint speaks of a request; here, the text is before the user's eyes. */
function wordsOf({ code, detail }: BatchFault): string {
  if (code === 'malformed-json')
    return detail
      .replace(PLACE, '')
      .replace('The body is not well-formed JSON:', 'This is not JSON:')
      .replace('The body is empty; it must be JSON', 'There is no batch yet');
  if (code === 'denied-header' && detail.includes('; it inherits'))
    return 'An operation may not set this header; put it under “Headers”, and every operation gets it';
  return detail;
}

/** Headers that no endpoint can have in its description are ignored: the endpoint itself checks them. */
function findFaults(text: string, rules: EndpointRules): readonly BatchFault[] {
  try {
    return checkBatch(text, rules);
  } catch {
    return checkBatch(text, { ...rules, headers: undefined });
  }
}

/** Returns a function that finds the line and the column of a character; both count from 1. */
function placesIn(text: string): (index: number) => Pick<DraftFault, 'line' | 'column'> {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (index) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= index) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: index - (starts[low] ?? 0) + 1 };
  };
}
