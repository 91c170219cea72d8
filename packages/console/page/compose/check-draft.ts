import { type BatchFault, checkBatch, type EndpointRules, locatePointers } from '@multistatus/core/check';
import type { DraftFault } from './draft-fault.js';

/** The place in the detail of malformed JSON, which the list shows beside it. */
const PLACE = /; see character \d+ \(line \d+, column \d+\)$/;

/** Returns what the endpoint would refuse in a batch, and where that is in its text, from the beginning to the end. */
export function checkDraft(text: string, rules: EndpointRules): readonly DraftFault[] {
  const faults = findFaults(text, rules);
  // A fault of the whole batch may mean that the text is not JSON, in which no pointer can be located.
  const pointers = faults.map(({ pointer }) => pointer).filter((pointer) => pointer !== '#');
  const ranges = pointers.length === 0 ? undefined : locatePointers(text, pointers);
  const located = faults.map(({ character = 0, detail, ...fault }) => {
    const { start, end } = ranges?.get(fault.pointer) ?? { start: character, end: character + 1 };
    const range = { start: Math.min(start, text.length), end: Math.min(end, text.length) };
    return { ...fault, ...range, detail: detail.replace(PLACE, '') };
  });
  located.sort((a, b) => a.start - b.start);
  return withLines(text, located);
}

/** Headers that no endpoint can have in its description are ignored: the endpoint itself checks them. */
function findFaults(text: string, rules: EndpointRules): readonly BatchFault[] {
  try {
    return checkBatch(text, rules);
  } catch {
    return checkBatch(text, { ...rules, headers: undefined });
  }
}

function withLines(text: string, faults: readonly Omit<DraftFault, 'line' | 'column'>[]): DraftFault[] {
  let line = 1;
  let lineStart = 0;
  return faults.map((fault) => {
    for (
      let next = text.indexOf('\n', lineStart);
      next >= 0 && next < fault.start;
      next = text.indexOf('\n', lineStart)
    ) {
      line += 1;
      lineStart = next + 1;
    }
    return { ...fault, line, column: fault.start - lineStart + 1 };
  });
}
