import type { BulkOptions } from '../bulk/bulk-options.js';
import { type ResolvedBulkOptions, resolveBulkOptions } from '../bulk/resolve-bulk-options.js';
import { rejectUnknownOptions } from '../options/reject-unknown-options.js';
import { countOf } from '../problem/count-of.js';
import type { ProblemSlug } from '../problem/problem-types.js';
import { bulkRequestContent } from './bulk-request-content.js';
import type { DocumentSubject } from './document-content.js';
import { documentResponses } from './document-responses.js';
import { embedSchema } from './embed-schema.js';
import { toItemJsonSchema } from './item-json-schema.js';
import type { OpenApiMethod, OpenApiPathItem } from './path-item.js';
import { problemResponses } from './problem-responses.js';
import { preferParameter } from './response-headers.js';

const METHODS = ['patch', 'post', 'put', 'delete'] as const;

/** What the options of a bulk endpoint do not say. */
export interface DescribeBulkOptions {
  /** The method of its route. @defaultValue 'patch' */
  readonly method?: (typeof METHODS)[number] | undefined;
}

/**
 * Describes a bulk endpoint by the options that it is made with: the path item of OpenAPI 3.1 that stands under its path.
 *
 * `item` describes the items, as draft 2020-12: a JSON Schema as it is, a Standard Schema if it can tell its JSON Schema, as
 * zod's can; of others the description says only that they are validated. A JSON Schema that refers to its own parts keeps
 * its `$id`, or gets one, and an `$id` may stand once in a description. Gives a new plain JSON value each time.
 *
 * @throws {TypeError} for an unknown option, a value of the wrong kind, or options that exclude each other.
 * @throws {RangeError} for a limit out of its range.
 *
 * @example
 * app.patch('/photos', bulk(options));
 * const paths = { '/photos': describeBulk(options, { method: 'patch' }) };
 */
export function describeBulk<Item, Extra extends object>(
  options: BulkOptions<Item, Extra>,
  describeOptions: DescribeBulkOptions = {},
): OpenApiPathItem {
  rejectUnknownOptions('describeBulk', describeOptions, { known: ['method'] });
  const { method = 'patch' } = describeOptions;
  if (!METHODS.includes(method)) {
    throw new TypeError(`describeBulk.method must be one of ${METHODS.join(', ')}, got ${String(method)}`);
  }
  const resolved = resolveBulkOptions(options);
  const { limits, shared } = resolved;
  const subject: DocumentSubject = {
    namedBy: 'index',
    bounds: {}, // an answer to lines may tell of one more than the limit
    hasPropstats: resolved.givesPropstats,
    defaultFormat: options.defaultFormat?.toUpperCase() ?? 'JSON, or in NDJSON if the request is',
  };
  const item: OpenApiPathItem = {
    [method satisfies OpenApiMethod]: {
      summary: 'Handle a list of items',
      description: describeRules(resolved),
      parameters: [
        preferParameter({
          'return=minimal': 'leaves out the bodies of successes',
        }),
      ],
      requestBody: {
        description: `In utf-8, uncompressed; an item is at most ${countOf(limits.maxItemBytes, 'byte')}, with ${countOf(limits.maxJsonDepth, 'level')}.`,
        required: true,
        content: bulkRequestContent(embedSchema(toItemJsonSchema(options.item), method), resolved),
      },
      responses: {
        ...documentResponses(shared, subject),
        ...problemResponses(problemsOf(resolved), method === 'patch' ? 'Accept-Patch' : 'Accept-Post'),
      },
    },
  };
  return JSON.parse(JSON.stringify(item)) as OpenApiPathItem; // shares nothing with the next one, nor with itself
}

function describeRules<Item, Extra extends object>({
  isAtomic,
  validatesAll,
  key,
}: ResolvedBulkOptions<Item, Extra>): string {
  return [
    'Each item is validated, handled and answered for itself.',
    validatesAll
      ? 'Nothing runs unless every item is valid: else 422 with all faults.'
      : 'One that is not valid is answered 422 in its place.',
    ...(isAtomic ? ['All items succeed, or none takes effect.'] : []),
    ...(key === undefined ? [] : [`No two items may share \`${key}\`: all that do are answered 409.`]),
  ].join(' ');
}

/** What the whole list can be refused with. */
function problemsOf<Item, Extra extends object>({
  validatesAll,
}: ResolvedBulkOptions<Item, Extra>): ProblemSlug[] {
  return [
    'malformed-json',
    'invalid-list',
    'incomplete-body',
    'not-acceptable',
    'limit-exceeded',
    'unsupported-media-type',
    ...(validatesAll ? (['invalid-items'] as const) : []),
    'no-capacity',
    'body-already-consumed',
    'internal',
  ];
}
