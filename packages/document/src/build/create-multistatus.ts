import { summariseResponses } from '../classify-response.js';
import type { Element } from '../element.js';
import type { Multistatus, MultistatusResponse, Summary } from '../multistatus.js';
import { isAbsoluteUri } from './check-href.js';
import { cleanExtensions } from './clean-elements.js';
import { cleanResponse } from './clean-response.js';
import { cleanText } from './clean-text.js';
import { createHrefRegister } from './href-register.js';
import { rejectUnknownKeys } from './reject-unknown-keys.js';
import { type ResponseInput, toResponse } from './response-input.js';
import { quote, ruleBreach } from './rule-breach.js';

/** What has no propstats: a member that is gone, a collection that is not looked into, a result that is cut off. */
const BESIDE_SYNC_TOKEN: ReadonlySet<number> = new Set([404, 403, 507]);

/** What a report says beside its responses. */
export interface MultistatusOptions {
  /** Whether the document says how many responses succeeded and failed. @defaultValue false */
  readonly summary?: boolean | undefined;
  /** For a user to read. */
  readonly description?: string | undefined;
  /** State of the collection after a sync-collection REPORT, an absolute URI (RFC 6578 section 6.4). */
  readonly syncToken?: string | undefined;
  /** Elements in a namespace of your own (RFC 4918 section 17). */
  readonly extensions?: readonly Element[] | undefined;
}

/** A report in the making. */
export interface MultistatusBuilder {
  /**
   * Adds what became of a resource, or of several.
   *
   * Text may hold anything: what XML cannot carry becomes U+FFFD; a body survives byte for byte.
   *
   * @throws {RangeError} for what a rule of the 207 document forbids; the message begins with the id of the rule.
   * @throws {TypeError} for a member that no response has, or of the wrong type. Nothing is added in either case.
   */
  response(response: ResponseInput): MultistatusBuilder;
  /**
   * Adds the responses and extensions of another report or document. Its description, sync token and summary speak
   * of the other as a whole, and stay behind.
   *
   * @throws {RangeError} as `response` does. Nothing is added in that case.
   */
  merge(other: MultistatusBuilder | Multistatus): MultistatusBuilder;
  /** Counts the responses by how they ended: one with propstats has succeeded if all of them have. */
  summary(): Summary;
  /** Gives the document as it is now; what is added later does not change it. */
  toDocument(): Multistatus;
}

/**
 * Starts a report of what became of several resources: the body of a 207 answer (RFC 4918 section 13).
 *
 * Each call refuses at once what the rules of RFC 4918 forbid in a document. An href may be reported once, unless the
 * responses have ids, as those of a batch do.
 *
 * @throws {TypeError} for an unknown option, or one of the wrong type.
 * @throws {RangeError} naming X36 if `syncToken` is no absolute URI, X1 or X24 for an extension that may not stand.
 *
 * @example
 * const report = createMultistatus({ summary: true })
 *   .response({ href: '/albums/4/1.jpg', status: 204 })
 *   .response({ href: '/albums/4/7.jpg', status: 423, description: 'held by Ana' });
 */
export function createMultistatus(options: MultistatusOptions = {}): MultistatusBuilder {
  rejectUnknownKeys('options', options, ['summary', 'description', 'syncToken', 'extensions']);
  const { summary: hasSummary = false } = options;
  if (typeof hasSummary !== 'boolean')
    throw new TypeError(`summary must be a boolean, got ${quote(hasSummary)}`);
  const description = cleanText('description', options.description);
  const syncToken = checkSyncToken(options.syncToken);
  const extensions = [...(cleanExtensions(options.extensions) ?? [])];
  const responses: MultistatusResponse[] = [];
  const hrefs = createHrefRegister();

  const builder: MultistatusBuilder = {
    response(input) {
      add([toResponse(input)]);
      return builder;
    },
    merge(other) {
      const document = 'toDocument' in other ? other.toDocument() : other;
      const added = cleanExtensions(document.extensions) ?? [];
      add(document.responses);
      extensions.push(...added);
      return builder;
    },
    summary: () => summariseResponses(responses),
    toDocument: () => ({
      ...(hasSummary ? { summary: summariseResponses(responses) } : {}),
      responses: [...responses],
      ...(description === undefined ? {} : { description }),
      ...(syncToken === undefined ? {} : { syncToken }),
      ...(extensions.length === 0 ? {} : { extensions: [...extensions] }),
    }),
  };
  return builder;

  /** Adds all or none: nothing changes before the last check. */
  function add(added: readonly MultistatusResponse[]): void {
    const cleaned = added.map(cleanResponse);
    if (syncToken !== undefined) cleaned.forEach(checkSyncMember);
    hrefs.add(cleaned);
    for (const response of cleaned) responses.push(response);
  }
}

function checkSyncToken(syncToken: string | undefined): string | undefined {
  if (syncToken === undefined || isAbsoluteUri(syncToken)) return syncToken;
  throw ruleBreach('X36', `syncToken must be an absolute URI, got ${quote(syncToken)} (RFC 6578 section 4)`);
}

function checkSyncMember({ status, href, hrefs }: MultistatusResponse): void {
  if (status === undefined || BESIDE_SYNC_TOKEN.has(status)) return;
  throw ruleBreach(
    'X36',
    `${quote(href ?? hrefs[0])} needs propstats beside a syncToken, not status ${status} (RFC 6578 section 3.5)`,
  );
}
