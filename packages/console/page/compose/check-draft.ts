import { type BatchFault, checkBatch, type EndpointRules, locatePointers } from '@multistatus/core/check';
import type { DraftFault } from './draft-fault.js';

/** Returns what the endpoint would refuse in a batch, and where that is in its text, from the beginning to the end. */
export function checkDraft(text: string, rules: EndpointRules): readonly DraftFault[] {
  const faults = findFaults(text, rules);
  const pointers = faults.filter(({ character }) => character === undefined).map(({ pointer }) => pointer);
  const ranges = isJson(faults) ? locatePointers(text, pointers) : new Map<string, never>();
  const located = faults.map(({ character, ...fault }) => {
    const { start, end } = ranges.get(fault.pointer) ?? { start: character ?? 0, end: (character ?? 0) + 1 };
    return { ...fault, start: Math.min(start, text.length), end: Math.min(end, text.length) };
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

function isJson(faults: readonly BatchFault[]): boolean {
  return (
    !faults.some(({ code }) => code === 'malformed-json' || code === 'limit-exceeded') ||
    faults.some(({ pointer }) => pointer !== '#')
  );
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
