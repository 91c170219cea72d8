import { isObject } from '@multistatus/wire';
import { refuseFailureIn } from './foreign/refuse-failure.js';
import type { JsonNode } from './json-node.js';
import { wordsOf } from './words-of.js';

/** The members of a response of this library. */
export const RESPONSE_MEMBERS: ReadonlySet<string> = wordsOf(`
  id index href hrefs status reasonPhrase propstats headers body bodyEncoding bodyOmitted trailers timing
  error description location extensions
`);
/** The members of a propstat of this library. */
export const PROPSTAT_MEMBERS: ReadonlySet<string> = wordsOf(
  'status reasonPhrase properties error description',
);
/** The members of a document of this library. */
export const DOCUMENT_MEMBERS: ReadonlySet<string> = wordsOf(
  'summary responses description syncToken extensions',
);
/** The members of a summary of this library. */
export const SUMMARY_MEMBERS: ReadonlySet<string> = new Set(['total', 'succeeded', 'failed', 'other']);
/** The member of the last line of NDJSON. */
export const LAST_LINE_MEMBERS: ReadonlySet<string> = new Set(['summary']);

/**
 * Checks the members of an object that are not in `known`, and so are not read. Call it for what is read as a success.
 *
 * @throws {DocumentError} of rule `shape` if one of them reports a failure.
 */
export function refuseUnreadFailure(node: JsonNode, known: ReadonlySet<string>): void {
  const { value } = node;
  if (!isObject(value)) return;
  // Most objects have no such member, and there may be a million of them.
  for (const name of Object.keys(value)) {
    if (!known.has(name)) refuseFailureIn({ ...node, value: { [name]: value[name] } });
  }
}
