import {
  type HeaderMap,
  type Multistatus,
  type MultistatusResponse,
  toJsonText,
} from '@multistatus/document';
import { toXmlText } from '@multistatus/document/xml-writer';
import { firstValue, isHopByHopHeader, isLeftOutHeader } from '@multistatus/wire';
import { formatOf, type ResponseMediaType } from '../formats/formats.js';
import { toCanonicalName } from '../http/to-canonical-name.js';
import { type Outcome, statusOf, summarise } from '../operation/outcome.js';
import { toBody } from '../operation/to-body.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import { RETRY_AFTER_SECONDS } from '../problem/retry-after-seconds.js';
import { type HrefContext, resolveHref } from './resolve-href.js';

/** Everything besides the outcomes that the document depends on. */
export interface EncodeContext extends HrefContext {
  readonly options: Pick<ResolvedOptions, 'headers' | 'cookies'>;
  readonly mediaType: ResponseMediaType;
  /** The path of the endpoint, without query and trailing slashes. */
  readonly batchPath: string;
  /** The member that identifies an operation in the document. */
  readonly namedBy: 'id' | 'index';
  /** The headers of the answer that carries the document: an outcome does not repeat them. */
  readonly envelopeHeaders: Readonly<Record<string, unknown>>;
  /** True if the bodies of successes are omitted, except for GET and HEAD (RFC 7240 section 4.2). */
  readonly isMinimal: boolean;
}

const NO_NAMES: readonly never[] = [];

/** Returns the document of a batch, as JSON or XML. Does not throw, regardless of what the targets answered. */
export function encodeOutcomes(outcomes: readonly Outcome[], context: EncodeContext): string {
  const document: Multistatus = {
    summary: summarise(outcomes),
    responses: outcomes.map((outcome) => toMultistatusResponse(outcome, context)),
  };
  if (formatOf(context.mediaType) === 'json') return toJsonText(document);
  return toXmlText(document, { operationsPath: context.operationsPath });
}

/** Returns the response of the document for one outcome. */
export function toMultistatusResponse(outcome: Outcome, context: EncodeContext): MultistatusResponse {
  const { href, location } = resolveHref(outcome, context);
  const { id, index } = outcome.operation;
  const isNamedById = context.namedBy === 'id';
  const status = statusOf(outcome);
  // V8: the spreads of `base` below are for rare outcomes. Answers are built as one literal, so that all have one
  // hidden class; to spread `base` there would take longer than everything else in this function.
  const base = {
    id: isNamedById ? id : undefined,
    index: isNamedById ? undefined : index,
    href,
    status,
    // In JSON the Location is one of the headers; RFC 4918 section 14.9 gives it an element of its own.
    location: formatOf(context.mediaType) === 'xml' ? location : undefined,
  };
  if (outcome.kind === 'skipped' && outcome.propstats !== undefined) {
    const { propstats, problem } = outcome;
    return { ...base, status: undefined, location: undefined, propstats, description: problem.title };
  }
  if (outcome.kind !== 'answered') {
    return { ...base, headers: problemHeaders(status, context), problem: outcome.problem };
  }
  const { answer } = outcome;
  const body = toBody(answer.body, firstValue(answer.headers['content-type']));
  const isOmitted = context.isMinimal && body !== undefined && isMinimised(outcome);
  return {
    id: base.id,
    index: base.index,
    href,
    status,
    location: base.location,
    headers: writeHeaders(answer.headers, context),
    body: isOmitted ? undefined : body,
    bodyOmitted: answer.isBodyTooLarge ? 'too-large' : isOmitted ? 'minimal' : undefined,
  };
}

/** The JSON writer adds the content type of a problem itself, but in lower case only. */
function problemHeaders(status: number, context: EncodeContext): HeaderMap | undefined {
  const headers: Record<string, string> = {};
  if (status === 503) headers['retry-after'] = String(RETRY_AFTER_SECONDS);
  const isNamed = context.options.headers.case === 'canonical' && formatOf(context.mediaType) !== 'xml';
  if (isNamed) headers['content-type'] = 'application/problem+json';
  return Object.keys(headers).length === 0 ? undefined : writeHeaders(headers, context);
}

function isMinimised({ operation, result }: Outcome): boolean {
  return result === 'succeeded' && operation.method !== 'GET' && operation.method !== 'HEAD';
}

/** Returns the headers that the document keeps, with their names in the case that the option `headers.case` sets. */
function writeHeaders(headers: HeaderMap, context: EncodeContext): HeaderMap {
  const nominated = nominatedBy(firstValue(headers['connection']));
  const kept: Record<string, string | readonly string[]> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined || nominated.includes(name) || !isKept(name, value, context)) continue;
    const nameInCase = context.options.headers.case === 'lower-case' ? name : toCanonicalName(name);
    if (nameInCase === '__proto__') Object.defineProperty(kept, nameInCase, { value, enumerable: true });
    else kept[nameInCase] = value;
  }
  return kept;
}

/** Returns the names of the hop-by-hop headers that a Connection header lists (RFC 9110 section 7.6.1). */
function nominatedBy(connection: string | undefined): readonly string[] {
  // Almost always one of these two. The field Keep-Alive is omitted by name, so it need not be listed here.
  if (connection === undefined || connection === 'keep-alive') return NO_NAMES;
  return connection.toLowerCase().split(/\s*,\s*/);
}

/**
 * Checks whether the document keeps a header of an answer.
 *
 * The content type is always kept, as a client has to interpret the body without knowing these rules. Retry-After is
 * kept even if the envelope has the same value: that one is the maximum of all outcomes, and does not tell when to
 * repeat this operation.
 */
function isKept(
  name: string,
  value: string | readonly string[],
  { options: { headers, cookies }, envelopeHeaders }: EncodeContext,
): boolean {
  if (name === 'content-type') return true;
  if (name === 'set-cookie') return cookies === 'include';
  if (headers.expose !== undefined) return headers.expose.has(name) && !isHopByHopHeader(name);
  return !isLeftOutHeader(name) && (name === 'retry-after' || !isSameField(envelopeHeaders[name], value));
}

/**
 * Checks whether two fields have the same value. The app may have set the field of the envelope to an array or a
 * number.
 */
function isSameField(envelopeField: unknown, field: string | readonly string[]): boolean {
  const value = Array.isArray(envelopeField) ? (envelopeField as readonly unknown[]).join() : envelopeField;
  return value !== undefined && `${value as string | number}` === String(field);
}
