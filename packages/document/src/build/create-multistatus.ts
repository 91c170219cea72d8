import { summariseResponses } from '../classify-response.js';
import type { Element } from '../element.js';
import type { Multistatus, MultistatusResponse, Summary } from '../multistatus.js';
import { isAbsoluteUri } from './check-href.js';
import { cleanExtensions } from './clean-elements.js';
import { cleanResponse } from './clean-response.js';
import { cleanText } from './clean-text.js';
import { createHrefRegister } from './href-register.js';
import { rejectUnknownKeys } from './reject-unknown-keys.js';
import { type ResponseInput, toMultistatusResponse } from './response-input.js';
import { quoteValue, ruleViolation } from './rule-violation.js';

/**
 * The statuses of responses without propstats in a sync report: a member that was removed (404), a collection that
 * cannot be reported on (403), a truncated result (507).
 */
const BESIDE_SYNC_TOKEN: ReadonlySet<number> = new Set([404, 403, 507]);

/** The members of a report other than its responses. */
export interface MultistatusOptions {
  /** True if the document contains the number of responses that succeeded and failed. @defaultValue false */
  readonly summary?: boolean | undefined;
  /** A text for the user. */
  readonly description?: string | undefined;
  /** The state of the collection after a `sync-collection` REPORT, an absolute URI (RFC 6578 section 6.4). */
  readonly syncToken?: string | undefined;
  /** Elements in a namespace of your own (RFC 4918 section 17). */
  readonly extensions?: readonly Element[] | undefined;
}

/** Builds a report, response by response. */
export interface MultistatusBuilder {
  /**
   * Adds the result of one or more resources.
   *
   * Text may contain any characters: those that XML cannot carry become U+FFFD. A body is kept byte for byte.
   *
   * @throws {RangeError} if a rule of the 207 document is broken; the message begins with the id of the rule.
   * @throws {TypeError} for an unknown member, or one of the wrong type. Nothing is added in either case.
   */
  response(response: ResponseInput): MultistatusBuilder;
  /**
   * Adds the responses and extensions of another report or document. Its description, sync token and summary are not
   * copied, because they describe the other document as a whole.
   *
   * @throws {RangeError} as `response` does. Nothing is added in that case.
   */
  merge(other: MultistatusBuilder | Multistatus): MultistatusBuilder;
  /** Counts the responses by result. A response with propstats succeeded if all of them did. */
  summary(): Summary;
  /** Returns the document built so far. Later additions do not change it. */
  toDocument(): Multistatus;
}

/**
 * Creates a report about several resources: the body of a 207 answer (RFC 4918 section 13).
 *
 * Each call of the builder immediately rejects what RFC 4918 does not allow in a document. An href may be reported only
 * once, unless the responses have ids, like those of a batch.
 *
 * @throws {TypeError} for an unknown option, or one of the wrong type.
 * @throws {RangeError} naming X36 if `syncToken` is not an absolute URI, X1 or X24 if an extension is not allowed.
 *
 * @example
 * ```ts
 * const report = createMultistatus({ summary: true })
 *   .response({ href: '/albums/4/1.jpg', status: 204 })
 *   .response({ href: '/albums/4/7.jpg', status: 423, description: 'held by Ana' });
 * ```
 */
export function createMultistatus(options: MultistatusOptions = {}): MultistatusBuilder {
  rejectUnknownKeys('options', options, ['summary', 'description', 'syncToken', 'extensions']);
  const { summary: hasSummary = false } = options;
  if (typeof hasSummary !== 'boolean')
    throw new TypeError(`summary must be a boolean, got ${quoteValue(hasSummary)}`);
  const description = cleanText('description', options.description);
  const syncToken = checkSyncToken(options.syncToken);
  const extensions = [...(cleanExtensions(options.extensions) ?? [])];
  const responses: MultistatusResponse[] = [];
  const hrefs = createHrefRegister();

  const builder: MultistatusBuilder = {
    response(input) {
      add([toMultistatusResponse(input)]);
      return builder;
    },
    merge(other) {
      const document = 'toDocument' in other ? other.toDocument() : other;
      const added = cleanExtensions(document.extensions) ?? [];
      add(document.responses);
      for (const extension of added) extensions.push(extension);
      return builder;
    },
    summary: () => summariseResponses(responses, { syncToken }),
    toDocument: () => ({
      ...(hasSummary ? { summary: builder.summary() } : {}),
      responses: [...responses],
      ...(description === undefined ? {} : { description }),
      ...(syncToken === undefined ? {} : { syncToken }),
      ...(extensions.length === 0 ? {} : { extensions: [...extensions] }),
    }),
  };
  return builder;

  /** Adds all responses or none: nothing changes before the last check. */
  function add(added: readonly MultistatusResponse[]): void {
    const cleaned = added.map(cleanResponse);
    if (syncToken !== undefined) cleaned.forEach(checkSyncMember);
    hrefs.add(cleaned);
    for (const response of cleaned) responses.push(response);
  }
}

function checkSyncToken(syncToken: string | undefined): string | undefined {
  if (syncToken === undefined || isAbsoluteUri(syncToken)) return syncToken;
  throw ruleViolation(
    'X36',
    `syncToken must be an absolute URI, got ${quoteValue(syncToken)} (RFC 6578 section 4)`,
  );
}

function checkSyncMember({ status, href, hrefs }: MultistatusResponse): void {
  if (status === undefined || BESIDE_SYNC_TOKEN.has(status)) return;
  throw ruleViolation(
    'X36',
    `${quoteValue(href ?? hrefs[0])} needs propstats beside a syncToken, not status ${status} (RFC 6578 section 3.5)`,
  );
}
