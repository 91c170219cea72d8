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

/** What the document says about the exchange that carries it. */
export interface EncodeContext extends HrefContext {
  readonly options: Pick<ResolvedOptions, 'headers' | 'cookies'>;
  readonly mediaType: ResponseMediaType;
  /** The path of the endpoint, without query and trailing slash. */
  readonly batchPath: string;
  /** What operations are known by. */
  readonly namedBy: 'id' | 'index';
  /** The headers of the envelope's own response: an outcome does not repeat them. */
  readonly envelopeHeaders: Readonly<Record<string, unknown>>;
  /** Bodies of successes are left out, but for GET and HEAD (RFC 7240 section 4.2). */
  readonly isMinimal: boolean;
}

const NONE: readonly never[] = [];

/** Writes the 207 document of a batch in the negotiated format. Does not throw, whatever the targets answered. */
export function encodeOutcomes(outcomes: readonly Outcome[], context: EncodeContext): string {
  const document: Multistatus = {
    summary: summarise(outcomes),
    responses: outcomes.map((outcome) => toResponse(outcome, context)),
  };
  if (formatOf(context.mediaType) === 'json') return toJsonText(document);
  return toXmlText(document, { operationsPath: context.operationsPath });
}

/** Gives what the document says of one outcome. */
export function toResponse(outcome: Outcome, context: EncodeContext): MultistatusResponse {
  const { href, location } = resolveHref(outcome, context);
  const { id, index } = outcome.operation;
  const isNamedById = context.namedBy === 'id';
  const status = statusOf(outcome);
  // One literal for all, so that all have one hidden class: what is spread costs more than the rest of this.
  const base = {
    id: isNamedById ? id : undefined,
    index: isNamedById ? undefined : index,
    href,
    status,
    // JSON has the Location among the headers; RFC 4918 section 14.9 gives it an element of its own.
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

/** The writer of JSON names the type of a problem itself, in lower case. */
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

/** Leaves out what the options or the rules of the envelope want left out, and writes the names as wanted. */
function writeHeaders(headers: HeaderMap, context: EncodeContext): HeaderMap {
  const nominated = nominatedBy(firstValue(headers['connection']));
  const written: Record<string, string | readonly string[]> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined || nominated.includes(name) || !isKept(name, value, context)) continue;
    const writtenName = context.options.headers.case === 'lower-case' ? name : toCanonicalName(name);
    if (writtenName === '__proto__') Object.defineProperty(written, writtenName, { value, enumerable: true });
    else written[writtenName] = value;
  }
  return written;
}

/** Names of headers that are about the connection because its Connection field says so (RFC 9110 section 7.6.1). */
function nominatedBy(connection: string | undefined): readonly string[] {
  // As good as always: Keep-Alive is left out in any case.
  if (connection === undefined || connection === 'keep-alive') return NONE;
  return connection.toLowerCase().split(/\s*,\s*/);
}

/**
 * The content type always stays: a reader must be able to tell what the body is without knowing these rules. So does
 * Retry-After: that of the envelope is the greatest of all, and says nothing of one.
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

/** A handler of the envelope may have set a field of several values as an array, or a number. */
function isSameField(one: unknown, other: string | readonly string[]): boolean {
  const values = Array.isArray(one) ? (one as readonly unknown[]).join() : one;
  return values !== undefined && `${values as string | number}` === String(other);
}
