import { countOf } from '@multistatus/wire';
import type { ResolvedOptions } from '../options/resolve-options.js';
import type { ProblemSlug } from '../problem/problem-types.js';
import { toBatchRequestSchema } from './batch-request-schema.js';
import type { DocumentSubject } from './document-content.js';
import { documentResponses } from './document-responses.js';
import { idempotencyKeyParameters, idempotencyProblems } from './idempotency-key.js';
import { mediaTypeContent, type OpenApiVersion } from './media-type-content.js';
import type { OpenApiOperation } from './path-item.js';
import { problemResponses } from './problem-responses.js';
import { asyncPreferences, asyncProblems, asyncResponses } from './respond-async.js';
import { preferParameter } from './response-headers.js';

/** Describes how a batch is sent by POST. */
export function describePost(options: ResolvedOptions, version: OpenApiVersion): OpenApiOperation {
  return {
    summary: 'Run many operations in one request',
    description:
      'Each operation runs as if it were a request of its own, and has a response of its own. An invalid batch is rejected ' +
      'as a whole before anything runs. The batch itself cannot be conditional (`If-Match`).',
    parameters: [
      preferParameter(preferencesOf(options)),
      ...idempotencyKeyParameters(
        options,
        'Each operation with an unsafe method and no key of its own gets the key `<key>:<id>`, with the id ' +
          'percent-encoded; without an id, `<key>:sha256:<hash>` of what it contains.',
      ),
    ],
    requestBody: describeBody(options, version),
    responses: {
      ...documentResponses(options, subjectOf(options), version),
      ...asyncResponses(options),
      ...problemResponses([...problemsOf(options), ...idempotencyProblems(options)], {
        acceptHeader: 'Accept-Post',
        formats: options.formats,
      }),
    },
  };
}

/** Describes how a batch is sent by QUERY, in OpenAPI 3.2. It has no Idempotency-Key, unless it is answered later. */
export function describeQuery(options: ResolvedOptions): OpenApiOperation {
  const { async, formats, idempotency } = options;
  const keyOptions = { ...options, idempotency: { ...idempotency, required: false } };
  return {
    summary: 'Run many operations that change nothing in one request',
    description:
      'The same as POST, for a batch in which every method is safe: GET, HEAD, OPTIONS, PROPFIND, REPORT, SEARCH or QUERY. It may be ' +
      'repeated (RFC 10008).',
    parameters: [
      preferParameter(preferencesOf(options)),
      ...(async === undefined ? [] : idempotencyKeyParameters(keyOptions, 'Only with `respond-async`.')),
    ],
    requestBody: describeBody(options, '3.2'),
    responses: {
      ...documentResponses(options, subjectOf(options), '3.2'),
      ...asyncResponses(options),
      ...problemResponses(
        [
          ...problemsOf(options),
          'unsafe-operations',
          ...(async === undefined ? [] : idempotencyProblems(keyOptions)),
        ],
        { acceptHeader: 'Accept-Query', formats },
      ),
    },
  };
}

function describeBody(
  options: ResolvedOptions,
  version: OpenApiVersion,
): NonNullable<OpenApiOperation['requestBody']> {
  const { limits, formats } = options;
  const schema = toBatchRequestSchema(options);
  return {
    description: `UTF-8, uncompressed, at most ${countOf(limits.maxBodyBytes, 'byte')} and ${countOf(limits.maxJsonDepth, 'level')} of nesting.`,
    required: true,
    content: Object.fromEntries(
      [...formats.batches].map(([mediaType, { decoder }]) => [
        mediaType,
        mediaTypeContent(decoder, schema, { mediaType, version }),
      ]),
    ),
  };
}

function subjectOf({ limits, formats, journal, timings, defaultFormat }: ResolvedOptions): DocumentSubject {
  return {
    namedBy: 'id',
    bounds: { minItems: 1, maxItems: limits.maxOperations },
    hasPropstats: false,
    isReplayed: journal !== undefined,
    hasTimings: timings,
    defaultFormat: String(defaultFormat ?? formats.answers[0]?.format.name).toUpperCase(),
  };
}

/** Returns what each preference of a batch does, by its name. */
function preferencesOf(options: ResolvedOptions): Readonly<Record<string, string>> {
  return {
    'return=minimal': 'omits the bodies of successful responses to methods other than GET and HEAD',
    'continue-on-error=false': 'the same as `"onError": "stop"` in the batch',
    'handling=strict': 'nothing runs unless every operation is allowed',
    ...asyncPreferences(options, 'operation'),
  };
}

/** Returns the problems with which a batch can be refused, besides those of its Idempotency-Key. */
function problemsOf(options: ResolvedOptions): ProblemSlug[] {
  const { allow, transaction } = options;
  return [
    'malformed-json',
    'malformed-batch',
    'invalid-batch',
    'conditional-batch',
    'incomplete-body',
    'nested-batch',
    ...(allow === undefined ? [] : (['not-allowed'] as const)),
    'not-acceptable',
    'limit-exceeded',
    'unsupported-media-type',
    'body-already-consumed',
    'internal',
    ...(transaction === undefined ? (['transactions-not-supported'] as const) : []),
    'no-capacity',
    'shutting-down',
    ...asyncProblems(options),
  ];
}
