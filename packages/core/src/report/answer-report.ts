import {
  classifyResponse,
  type Multistatus,
  type MultistatusResponse,
  type Summary,
  summariseResponses,
  toJsonText,
  writeJson,
  writeNdjson,
} from '@multistatus/document';
import { toXmlText, writeXml } from '@multistatus/document/xml-writer';
import { firstValue, isJsonType, isXmlType, parseMediaType } from '@multistatus/wire';
import { negotiatedHeaders } from '../encode/envelope-headers.js';
import { minimise } from '../encode/minimise.js';
import { type AnswerFormat, type FormatName, formatOf, type ResponseMediaType } from '../formats/formats.js';
import { negotiate } from '../formats/negotiate.js';
import type { EnvelopeRequest } from '../http/envelope.js';
import { pathOf } from '../http/path-of.js';
import { parsePrefer } from '../http/prefer.js';
import { activeOperationOf } from '../operation/active-operation.js';
import { rejectUnknownOptions } from '../options/reject-unknown-options.js';

/** What a handler reports: a builder, a document, or responses that come one by one. */
export type Report = { toDocument(): Multistatus } | Multistatus | AsyncIterable<MultistatusResponse>;

/** How a report is sent. */
export interface ReportOptions {
  /**
   * The format for a client that has no preference.
   *
   * @defaultValue the format of the request's body; without one XML, as RFC 4918 has it
   */
  readonly defaultFormat?: FormatName | undefined;
  /** Answers 204 without a body where the whole report holds successes only. @defaultValue false */
  readonly noContentOnSuccess?: boolean | undefined;
}

/** The answer to a request that a handler reports on. */
export interface ReportResponse {
  readonly status: 204 | 207;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whole, or in pieces as the responses come; `undefined` with 204. */
  readonly body: string | AsyncIterable<string> | undefined;
}

/** The request that a handler reports on. */
export interface ReportRequest
  extends Pick<EnvelopeRequest, 'method' | 'url' | 'headers' | 'responseHeaders'> {
  /** The request object: inside a batch, the outcome of its operation is told what the report holds. */
  readonly message: object;
}

/**
 * Writes the report of a handler: 207 in the negotiated format, less what `Prefer: return=minimal` can do without
 * (RFC 8144).
 *
 * The handler has run, so an Accept that nothing fits is disregarded (RFC 9110 section 12.4.1) rather than refused.
 *
 * @throws {TypeError} for an unknown option.
 */
export function answerReport(
  report: Report,
  request: ReportRequest,
  options: ReportOptions = {},
): ReportResponse {
  rejectUnknownOptions('sendMultistatus', options, { known: ['defaultFormat', 'noContentOnSuccess'] });
  checkReport(report);
  const isMinimal = parsePrefer(firstValue(request.headers['prefer'])).return === 'minimal';
  const headers = negotiatedHeaders(request.responseHeaders, isMinimal ? ['return=minimal'] : []);
  const mediaType = chooseMediaType(request.headers, options.defaultFormat);
  const contentType = { 'content-type': `${mediaType}; charset=utf-8` };
  const shorten = (response: MultistatusResponse): MultistatusResponse =>
    isMinimal ? minimise(response, request.method) : response;

  const context = activeOperationOf(request.message);

  if (Symbol.asyncIterator in report) {
    const counts = { total: 0, succeeded: 0, failed: 0, other: 0 };
    const responses = prepare(report, { shorten, counts }, () => {
      if (context !== undefined) context.summary = counts;
    });
    return {
      status: 207,
      headers: { ...headers, ...contentType },
      body: stream(responses, { mediaType, url: request.url, summary: () => counts }),
    };
  }
  const document = 'toDocument' in report ? report.toDocument() : report;
  const summary = summariseResponses(document.responses);
  if (context !== undefined) context.summary = summary;
  // RFC 8144 section 3: a PROPPATCH that has wholly succeeded has nothing to say.
  if (
    summary.total === summary.succeeded &&
    (options.noContentOnSuccess === true || (isMinimal && request.method === 'PROPPATCH'))
  ) {
    return { status: 204, headers, body: undefined };
  }
  const shortened = { ...document, responses: document.responses.map(shorten) };
  return {
    status: 207,
    headers: { ...headers, ...contentType },
    body: write(shortened, { mediaType, url: request.url, summary: () => summary }),
  };
}

function checkReport(report: unknown): void {
  if (typeof report === 'object' && report !== null) {
    if ('toDocument' in report || 'responses' in report || Symbol.asyncIterator in report) return;
  }
  throw new TypeError(
    'sendMultistatus needs a report: what createMultistatus() gave, a document, or an async iterable of responses',
  );
}

function chooseMediaType(
  headers: ReportRequest['headers'],
  defaultFormat: FormatName | undefined,
): ResponseMediaType {
  const preferred = defaultFormat ?? formatOfBody(firstValue(headers['content-type'])) ?? 'xml';
  return (
    negotiate(firstValue(headers['accept']), preferred) ??
    (preferred === 'xml' ? 'application/xml' : 'application/json')
  );
}

function formatOfBody(contentType: string | undefined): AnswerFormat | undefined {
  const type = parseMediaType(contentType)?.type;
  if (type === undefined) return undefined;
  if (isJsonType(type)) return 'json';
  if (type === 'application/x-ndjson') return 'ndjson';
  return isXmlType(type) ? 'xml' : undefined;
}

/** How a report is written. */
interface WriteContext {
  readonly mediaType: ResponseMediaType;
  readonly url: string;
  /** Called once the last response is written. */
  readonly summary: () => Summary;
}

function write(document: Multistatus, context: WriteContext): string | AsyncIterable<string> {
  switch (formatOf(context.mediaType)) {
    case 'json':
      return toJsonText(document);
    case 'xml':
      return toXmlText(document, { operationsPath: operationsPath(context.url) });
    case 'ndjson':
      return writeNdjson(document.responses, context.summary);
  }
}

function stream(
  responses: AsyncIterable<MultistatusResponse>,
  { mediaType, url, summary }: WriteContext,
): AsyncIterable<string> {
  switch (formatOf(mediaType)) {
    case 'json':
      return writeJson(responses);
    case 'xml':
      return writeXml(responses, { operationsPath: operationsPath(url) });
    case 'ndjson':
      return writeNdjson(responses, summary);
  }
}

function operationsPath(url: string): string {
  return `${pathOf(url)}/operations/`;
}

/** Shortens and counts responses as they pass, and tells when the last one has. */
async function* prepare(
  responses: AsyncIterable<MultistatusResponse>,
  {
    shorten,
    counts,
  }: {
    readonly shorten: (response: MultistatusResponse) => MultistatusResponse;
    readonly counts: Record<keyof Summary, number>;
  },
  onEnd: () => void,
): AsyncGenerator<MultistatusResponse> {
  for await (const response of responses) {
    counts.total += 1;
    counts[classifyResponse(response)] += 1;
    yield shorten(response);
  }
  onEnd();
}
