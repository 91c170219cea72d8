import { countOf } from '@multistatus/wire';
import type { BulkOptions } from '../bulk/bulk-options.js';
import type { ItemSchema } from '../bulk/item-schema.js';
import { type BulkSettings, resolveBulkSettings } from '../bulk/resolve-bulk-options.js';
import { rejectUnknownOptions } from '../options/reject-unknown-options.js';
import type { ProblemSlug } from '../problem/problem-types.js';
import { bulkRequestContent } from './bulk-request-content.js';
import type { DocumentSubject } from './document-content.js';
import { documentResponses } from './document-responses.js';
import { embedSchema } from './embed-schema.js';
import { idempotencyKeyParameters, idempotencyProblems } from './idempotency-key.js';
import { toItemJsonSchema } from './item-json-schema.js';
import type { OpenApiMethod, OpenApiPathItem } from './path-item.js';
import { problemResponses } from './problem-responses.js';
import { asyncPreferences, asyncProblems, asyncResponses } from './respond-async.js';
import { preferParameter } from './response-headers.js';

/** The methods that the route of a bulk endpoint may have. */
export type BulkMethod = 'patch' | 'post' | 'put' | 'delete';

const METHODS: readonly BulkMethod[] = ['patch', 'post', 'put', 'delete'];

/** What {@link describeBulk} needs to know besides the options of the endpoint. */
export interface DescribeBulkOptions {
  /** The method of its route. @defaultValue 'patch' */
  readonly method?: BulkMethod | undefined;
}

/**
 * Returns the OpenAPI 3.1 path item of a bulk endpoint that is created with these options.
 *
 * The schema of the items (draft 2020-12) comes from the option `item`: a JSON Schema as it is, or a Standard Schema that can
 * export a JSON Schema, such as one of zod. For any other schema the description only says that items are validated.
 *
 * A JSON Schema that refers to its own parts keeps its `$id`, or gets one. The same `$id` must not occur twice in an OpenAPI
 * description. No schema is compiled. Each call returns a new, plain JSON value.
 *
 * @throws {TypeError} for an unknown option, a value of the wrong type, or options that exclude each other.
 * @throws {RangeError} for a limit that is out of range.
 *
 * @example
 * ```ts
 * app.patch('/photos', bulk(options));
 * const paths = { '/photos': describeBulk(options, { method: 'patch' }) };
 * ```
 */
export function describeBulk<Item, Extra extends object, Tx, Principal = never>(
  options: BulkOptions<Item, Extra, ItemSchema<Item>, Tx, Principal>,
  describeOptions: DescribeBulkOptions = {},
): OpenApiPathItem {
  rejectUnknownOptions('describeBulk', describeOptions, { known: ['method'] });
  const { method = 'patch' } = describeOptions;
  if (!METHODS.includes(method)) {
    throw new TypeError(`describeBulk.method must be one of ${METHODS.join(', ')}, got ${String(method)}`);
  }
  const resolved = resolveBulkSettings(options as unknown as BulkOptions<Item, Extra>);
  const { shared, key } = resolved;
  const hasStream = [...shared.formats.items.values()].some(({ decoder }) => decoder.kind === 'stream');
  const subject: DocumentSubject = {
    namedBy: 'index',
    bounds: {}, // an answer to NDJSON may have one response more than the limit
    hasPropstats: resolved.reportsPropstats,
    isReplayed: shared.journal !== undefined,
    hasTimings: shared.timings,
    defaultFormat: describeDefaultFormat(shared),
  };
  const item: OpenApiPathItem = {
    [method satisfies OpenApiMethod]: {
      summary: 'Handle a list of items',
      description: describeRules(resolved),
      parameters: [
        preferParameter({
          'return=minimal': 'omits the bodies of successful responses',
          ...asyncPreferences(
            shared,
            'item',
            hasStream && !resolved.needsWholeList ? '; NDJSON may have more bytes' : '',
          ),
        }),
        ...idempotencyKeyParameters(
          shared,
          key === undefined ? undefined : `Each item is handled with the key \`<key>:<value of ${key}>\`.`,
        ),
      ],
      requestBody: {
        description: describeBody(resolved),
        required: true,
        content: bulkRequestContent(embedSchema(toItemJsonSchema(options.item), method), resolved),
      },
      responses: {
        ...documentResponses(shared, subject),
        ...asyncResponses(shared),
        ...problemResponses(problemsOf(resolved), {
          acceptHeader: method === 'patch' ? 'Accept-Patch' : 'Accept-Post',
          formats: shared.formats,
        }),
      },
    },
  };
  return JSON.parse(JSON.stringify(item)) as OpenApiPathItem; // shares nothing with the next one, nor with itself
}

function describeRules<Item, Extra extends object>({
  isAtomic,
  validatesAll,
  key,
}: BulkSettings<Item, Extra>): string {
  return [
    'Each item is validated and handled on its own, and has a response of its own.',
    validatesAll
      ? 'Nothing runs unless every item is valid; otherwise the answer is 422 with all errors.'
      : 'An invalid item has a response with status 422.',
    ...(isAtomic ? ['Either all items succeed, or none takes effect.'] : []),
    ...(key === undefined ? [] : [`Items with the same \`${key}\` are all answered 409.`]),
  ].join(' ');
}

function describeBody<Item, Extra extends object>({
  limits: { maxItems, maxItemBytes, maxBodyBytes, maxJsonDepth },
  shared,
}: BulkSettings<Item, Extra>): string {
  const ofItem = `An item has at most ${countOf(maxItemBytes, 'byte')} and ${countOf(maxJsonDepth, 'level')} of nesting.`;
  const atOnce = `Without \`Prefer: respond-async\`, a list has at most ${countOf(maxItems, 'item')} and ${countOf(maxBodyBytes, 'byte')}.`;
  return ['UTF-8, uncompressed.', ofItem, ...(shared.async === undefined ? [] : [atOnce])].join(' ');
}

/** Returns the format for a client without preference, in words. */
function describeDefaultFormat({ formats, defaultFormat }: BulkSettings<unknown, object>['shared']): string {
  if (defaultFormat !== undefined) return defaultFormat.toUpperCase();
  const [first, ...others] = formats.formats.filter(({ answer }) => answer !== undefined);
  const readable = others.filter(({ items }) => items !== undefined).map(({ name }) => name.toUpperCase());
  return [
    String(first?.name).toUpperCase(),
    ...readable.map((name) => `or in ${name} if the request is ${name}`),
  ].join(', ');
}

/** Returns the problems with which a whole list can be refused. */
function problemsOf<Item, Extra extends object>({
  validatesAll,
  shared,
}: BulkSettings<Item, Extra>): ProblemSlug[] {
  return [
    'malformed-json',
    'invalid-list',
    'incomplete-body',
    'not-acceptable',
    'limit-exceeded',
    'unsupported-media-type',
    ...(validatesAll ? (['invalid-items'] as const) : []),
    'no-capacity',
    'shutting-down',
    'body-already-consumed',
    'internal',
    ...idempotencyProblems(shared),
    ...asyncProblems(shared),
  ];
}
