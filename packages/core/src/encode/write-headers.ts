import type { HeaderMap } from '@multistatus/document';
import { firstValue, isHopByHopHeader, isOmittedHeader, toCanonicalName } from '@multistatus/wire';
import type { Exchange } from './exchange.js';

/** What the responses of one answer depend on besides their outcomes. */
export interface ResponseContext {
  readonly exchange: Exchange;
  /** The headers of the answer, by lower-case name: an outcome does not repeat them. */
  readonly envelopeFields: Readonly<Record<string, unknown>>;
}

const NO_NAMES: readonly never[] = [];

/** Returns the headers that the document keeps, with their names in the case that the option `headers.case` sets. */
export function writeHeaders(headers: HeaderMap, context: ResponseContext, keepsLength = false): HeaderMap {
  const nominated = nominatedBy(firstValue(headers['connection']));
  const kept: Fields = {};
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined || nominated.includes(name)) continue;
    if (isKept(name, value, context) || (keepsLength && isLength(name, context)))
      addField(kept, name, { value, context });
  }
  return kept;
}

type Fields = Record<string, string | readonly string[]>;

function addField(
  fields: Fields,
  name: string,
  { value, context }: { readonly value: string | readonly string[]; readonly context: ResponseContext },
): void {
  const nameInCase = context.exchange.options.headers.case === 'lower-case' ? name : toCanonicalName(name);
  if (nameInCase === '__proto__') Object.defineProperty(fields, nameInCase, { value, enumerable: true });
  else fields[nameInCase] = value;
}

/** Returns the trailers that the document keeps, by the rules for headers; `undefined` if there are none, as almost always. */
export function writeTrailers(
  trailers: HeaderMap,
  headers: HeaderMap,
  context: ResponseContext,
): HeaderMap | undefined {
  let kept: Fields | undefined;
  for (const name in trailers) {
    const value = trailers[name];
    if (value === undefined || !isKeptTrailer(name, context)) continue;
    if (nominatedBy(firstValue(headers['connection'])).includes(name)) continue;
    kept ??= {};
    addField(kept, name, { value, context });
  }
  return kept;
}

/** Unlike a header, a trailer is kept even if the batch has a header with the same value: that is not a trailer. */
function isKeptTrailer(name: string, { exchange: { options } }: ResponseContext): boolean {
  if (name === 'set-cookie') return options.cookies === 'include';
  const { expose } = options.headers;
  return expose === undefined ? !isOmittedHeader(name) : expose.has(name) && !isHopByHopHeader(name);
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
 * kept even if the envelope has the same value: that value is the maximum of all outcomes, and does not say when
 * to retry this operation.
 */
function isKept(
  name: string,
  value: string | readonly string[],
  { exchange: { options }, envelopeFields }: ResponseContext,
): boolean {
  if (name === 'content-type') return true;
  if (name === 'set-cookie') return options.cookies === 'include';
  const { expose } = options.headers;
  if (expose !== undefined) return expose.has(name) && !isHopByHopHeader(name);
  return !isOmittedHeader(name) && (name === 'retry-after' || !isSameField(envelopeFields[name], value));
}

/** Checks whether a header is a Content-Length that the option `headers.expose` does not hide. */
function isLength(name: string, { exchange: { options } }: ResponseContext): boolean {
  return name === 'content-length' && options.headers.expose === undefined;
}

/**
 * Checks whether two fields have the same value. The app may have set the field of the envelope to an array or a
 * number.
 */
function isSameField(envelopeField: unknown, field: string | readonly string[]): boolean {
  const value = Array.isArray(envelopeField) ? (envelopeField as readonly unknown[]).join() : envelopeField;
  return value !== undefined && `${value as string | number}` === String(field);
}
