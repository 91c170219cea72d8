import {
  type HeaderMap,
  type Multistatus,
  type MultistatusResponse,
  toJsonText,
} from '@multistatus/document';
import { toXmlText } from '@multistatus/document/xml-writer';
import { firstValue } from './first-value.js';
import { isHopByHopHeader } from './header-policy.js';
import { locate } from './locate.js';
import { formatOf, type ResponseMediaType } from './negotiate.js';
import { type Outcome, statusOf, summarise } from './outcome.js';
import { toBody } from './to-body.js';

/** What the document says about the exchange that carries it. */
export interface EncodeContext {
  readonly mediaType: ResponseMediaType;
  /** The path of the batch endpoint, without query and trailing slash. */
  readonly batchPath: string;
  /** The Host header of the envelope. */
  readonly host: string | undefined;
  /** The headers of the envelope's own response: an outcome does not repeat them. */
  readonly envelopeHeaders: Readonly<Record<string, unknown>>;
}

/** Seconds after which a client may send again what has not started. */
const RETRY_AFTER_SECONDS = '1';
/** Headers of an operation that say nothing in the envelope, or must not stand in it. */
const LEFT_OUT: ReadonlySet<string> = new Set(['date', 'content-length', 'x-powered-by', 'set-cookie']);

/** Writes the 207 document of a batch in the negotiated format. Does not throw, whatever the targets answered. */
export function encodeOutcomes(outcomes: readonly Outcome[], context: EncodeContext): string {
  const document: Multistatus = {
    summary: summarise(outcomes),
    responses: outcomes.map((outcome) => toResponse(outcome, context)),
  };
  if (formatOf(context.mediaType) === 'json') return toJsonText(document);
  return toXmlText(document, { operationsPath: `${context.batchPath}/operations/` });
}

function toResponse(outcome: Outcome, context: EncodeContext): MultistatusResponse {
  const { href, location } = locate(outcome, context.host);
  const base = {
    id: outcome.operation.id,
    href,
    status: statusOf(outcome),
    // JSON has the Location among the headers; RFC 4918 section 14.9 gives it an element of its own.
    location: formatOf(context.mediaType) === 'xml' ? location : undefined,
  };
  switch (outcome.kind) {
    case 'answered': {
      const { answer } = outcome;
      return {
        ...base,
        headers: outcomeHeaders(answer.headers, context.envelopeHeaders),
        body: toBody(answer.body, firstValue(answer.headers['content-type'])),
        bodyOmitted: answer.isBodyTooLarge ? 'too-large' : undefined,
      };
    }
    case 'failed':
      return { ...base, problem: outcome.problem };
    case 'skipped':
      return { ...base, headers: { 'retry-after': RETRY_AFTER_SECONDS }, problem: outcome.problem };
  }
}

/**
 * Leaves out what is about one connection, what the envelope says already, and cookies, which travel on the envelope.
 * The content type always stays: a reader must be able to tell what the body is without knowing these rules.
 */
function outcomeHeaders(headers: HeaderMap, envelopeHeaders: Readonly<Record<string, unknown>>): HeaderMap {
  const nominated =
    firstValue(headers['connection'])
      ?.toLowerCase()
      .split(/\s*,\s*/) ?? [];
  return Object.fromEntries(
    Object.entries(headers).filter(
      ([name, value]) =>
        name === 'content-type' ||
        !(
          LEFT_OUT.has(name) ||
          isHopByHopHeader(name) ||
          nominated.includes(name) ||
          isSameField(envelopeHeaders[name], value)
        ),
    ),
  );
}

/** A handler of the envelope may have set a field of several values as an array, or a number. */
function isSameField(one: unknown, other: string | readonly string[]): boolean {
  const values = Array.isArray(one) ? (one as readonly unknown[]).join() : one;
  return values !== undefined && `${values as string | number}` === [other].flat().join();
}
