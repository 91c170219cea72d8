import { valueAt } from '@multistatus/wire';
import { JsonCursor } from '../json-cursor.js';
import type { JsonNode } from '../json-node.js';
import { type JsonPath, outlineJson } from '../outline-json.js';
import type { ResolvedReadLimits } from '../read-limits.js';

/**
 * Returns a function that returns the source text of an entry of one of the lists, in which large numbers lose no digits.
 *
 * @throws {DocumentError} of the limit that is exceeded.
 */
export function createEntryText(
  text: string,
  lists: readonly JsonNode[],
  limits: ResolvedReadLimits,
): (entry: JsonNode) => string {
  // There may be as many lists as there are members.
  const keys = new Set(lists.map((list) => JSON.stringify(pathOf(list))));
  const depths = new Set(lists.map((list) => pathOf(list).length + 1));
  const isEntry = (path: JsonPath): boolean =>
    depths.has(path.length) && keys.has(JSON.stringify(path.slice(0, -1)));
  const { value, bodies } = outlineJson(new JsonCursor(text), limits, isEntry);
  return (entry) => bodies[valueAt(value, pathOf(entry).map(String)) as number]?.text ?? 'null';
}

function pathOf({ parent, step }: JsonNode): (string | number)[] {
  return parent === undefined || step === undefined ? [] : [...pathOf(parent), step];
}
