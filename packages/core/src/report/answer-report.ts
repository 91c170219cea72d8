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

/** The report of a handler: a builder, a document, or an async iterable of responses. */
export type Report = { toDocument(): Multistatus } | Multistatus | AsyncIterable<MultistatusResponse>;

/** How a report is sent. */
export interface ReportOptions {
  /**
   * The format for a client that has no preference.
   *
   * @defaultValue the format of the request body, or XML (RFC 4918) if the request has no body in a known format
   */
  readonly defaultFormat?: FormatName | undefined;
  /**
   * Answers 204 without a body if every response of the report is a success. Not for async iterables.
   *
   * @defaultValue false
   */
  readonly noContentOnSuccess?: boolean | undefined;
}

/** The HTTP answer that carries a report. */
export interface ReportResponse {
  readonly status: 204 | 207;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** The whole text, or pieces of it as the responses arrive; `undefined` with 204. */
  readonly body: string | AsyncIterable<string> | undefined;
}

/** The HTTP request that a report answers. */
export interface ReportRequest
  extends Pick<EnvelopeRequest, 'method' | 'url' | 'headers' | 'responseHeaders'> {
  /** The request object. If it is an operation of a batch, the summary of the report is attached to that operation. */
  readonly message: object;
}

/**
 * Returns the answer for the report of a handler: 207 in the negotiated format, without the parts that `Prefer:
 * return=minimal` allows to omit (RFC 8144).
 *
 * If the Accept header matches no format, the header is ignored (RFC 9110 section 12.4.1): the handler has run already,
 * so the client needs its report.
 *
 * @throws {TypeError} for an unknown option, or a report of the wrong kind.
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
    const responses = shortenAndCount(report, { shorten, counts }, () => {
      if (context !== undefined) context.summary = counts;
    });
    return {
      status: 207,
      headers: { ...headers, ...contentType },
      body: writeStream(responses, { mediaType, url: request.url, summary: () => counts }),
    };
  }
  const document = 'toDocument' in report ? report.toDocument() : report;
  const summary = summariseResponses(document.responses);
  if (context !== undefined) context.summary = summary;
  // RFC 8144 section 3: a minimal answer to a PROPPATCH without any failure has no content.
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
    body: writeDocument(shortened, { mediaType, url: request.url, summary: () => summary }),
  };
}

function checkReport(report: unknown): void {
  if (typeof report === 'object' && report !== null) {
    if ('toDocument' in report || 'responses' in report || Symbol.asyncIterator in report) return;
  }
  throw new TypeError(
    'sendMultistatus needs a report: the result of createMultistatus(), a document, or an async iterable of responses',
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

interface WriteContext {
  readonly mediaType: ResponseMediaType;
  readonly url: string;
  /** Called after the last response has been written. */
  readonly summary: () => Summary;
}

function writeDocument(document: Multistatus, context: WriteContext): string | AsyncIterable<string> {
  switch (formatOf(context.mediaType)) {
    case 'json':
      return toJsonText(document);
    case 'xml':
      return toXmlText(document, { operationsPath: operationsPath(context.url) });
    case 'ndjson':
      return writeNdjson(document.responses, context.summary);
  }
}

function writeStream(
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

/** Yields each response in its short form, counts it in `counts`, and calls `onEnd` after the last one. */
async function* shortenAndCount(
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
