import type { HeaderMap, MultistatusResponse } from '@multistatus/document';
import { firstValue, isHopByHopHeader, isLeftOutHeader, PROBLEM_JSON } from '@multistatus/wire';
import { toCanonicalName } from '../http/to-canonical-name.js';
import { type Outcome, statusOf } from '../operation/outcome.js';
import { toBody } from '../operation/to-body.js';
import { RETRY_AFTER_SECONDS } from '../problem/retry-after-seconds.js';
import type { Exchange } from './exchange.js';
import { resolveHref } from './resolve-href.js';

/** The headers of the answer that carries the document, by lower-case name: an outcome does not repeat them. */
export type EnvelopeFields = Readonly<Record<string, unknown>>;

const NO_NAMES: readonly never[] = [];
const PROBLEM_TYPE: HeaderMap = { 'content-type': PROBLEM_JSON };
const RETRY_LATER: HeaderMap = { 'retry-after': String(RETRY_AFTER_SECONDS), ...PROBLEM_TYPE };

/** Returns the response of the document for one outcome. Does not throw, regardless of what the target answered. */
export function toResponse(
  outcome: Outcome,
  exchange: Exchange,
  envelopeFields: EnvelopeFields,
): MultistatusResponse {
  const { href, location } = resolveHref(outcome, exchange);
  const { id, index } = outcome.operation;
  const isNamedById = exchange.namedBy === 'id';
  const status = statusOf(outcome);
  // V8: the spreads of `base` below are for rare outcomes. Answers are built as one literal, so that all have one
  // hidden class; to spread `base` there would take longer than everything else in this function.
  const base = {
    id: isNamedById ? id : undefined,
    index: isNamedById ? undefined : index,
    href,
    status,
    location: exchange.choice.encoder.hasLocation === true ? location : undefined,
  };
  if (outcome.kind === 'skipped' && outcome.propstats !== undefined) {
    const { propstats, problem } = outcome;
    return { ...base, status: undefined, location: undefined, propstats, description: problem.title };
  }
  if (outcome.kind !== 'answered') {
    const headers = writeHeaders(status === 503 ? RETRY_LATER : PROBLEM_TYPE, exchange, envelopeFields);
    return { ...base, headers, problem: outcome.problem };
  }
  const { answer } = outcome;
  const body = toBody(answer.body, firstValue(answer.headers['content-type']));
  return {
    id: base.id,
    index: base.index,
    href,
    status,
    location: base.location,
    headers: writeHeaders(answer.headers, exchange, envelopeFields),
    body,
    bodyOmitted: answer.isBodyTooLarge ? 'too-large' : undefined,
  };
}

/** Returns the headers that the document keeps, with their names in the case that the option `headers.case` sets. */
function writeHeaders(
  headers: HeaderMap,
  { options }: Pick<Exchange, 'options'>,
  envelopeFields: EnvelopeFields,
): HeaderMap {
  const nominated = nominatedBy(firstValue(headers['connection']));
  const kept: Record<string, string | readonly string[]> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined || nominated.includes(name) || !isShown(name, options)) continue;
    if (options.headers.expose === undefined && isRepeated(name, value, envelopeFields)) continue;
    const nameInCase = options.headers.case === 'lower-case' ? name : toCanonicalName(name);
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
 * Checks whether documents show headers of this name. The content type is always shown, as a client has to interpret the
 * body without knowing these rules.
 */
function isShown(name: string, { headers: { expose }, cookies }: Exchange['options']): boolean {
  if (name === 'content-type') return true;
  if (name === 'set-cookie') return cookies === 'include';
  return expose === undefined ? !isLeftOutHeader(name) : expose.has(name) && !isHopByHopHeader(name);
}

/**
 * Checks whether a header only repeats one of the envelope. Retry-After does not, even if the value is the same: that of
 * the envelope is the maximum of all outcomes, and does not tell when to repeat this operation.
 */
function isRepeated(
  name: string,
  value: string | readonly string[],
  envelopeFields: EnvelopeFields,
): boolean {
  if (name === 'content-type' || name === 'set-cookie' || name === 'retry-after') return false;
  return isSameField(envelopeFields[name], value);
}

/**
 * Checks whether two fields have the same value. The app may have set the field of the envelope to an array or a
 * number.
 */
function isSameField(envelopeField: unknown, field: string | readonly string[]): boolean {
  const value = Array.isArray(envelopeField) ? (envelopeField as readonly unknown[]).join() : envelopeField;
  return value !== undefined && `${value as string | number}` === String(field);
}
