import {
  type ClassifyContext,
  classifyResponse,
  type Multistatus,
  type MultistatusResponse,
  type ResponseClass,
  summariseResponses,
} from '@multistatus/document/writer';
import { firstValue } from '@multistatus/wire';
import { negotiatedHeaders } from '../encode/envelope-headers.js';
import { minimise } from '../encode/minimise.js';
import { type AnswerSettings, writeAnswer } from '../encode/write-answer.js';
import type { AnswerPart } from '../formats/answer-encoder.js';
import { REPORT_FORMATS } from '../formats/default-formats.js';
import type { Format } from '../formats/format.js';
import { FormatIndex } from '../formats/format-index.js';
import type { EnvelopeRequest, EnvelopeResponse } from '../http/envelope.js';
import { pathOf } from '../http/path-of.js';
import { parsePrefer } from '../http/prefer.js';
import { activeOperationOf } from '../operation/active-operation.js';
import { rejectUnknownOptions } from '../options/reject-unknown-options.js';
import { resolveFormats } from '../options/resolve-formats.js';
import { fillLimits } from '../options/resolve-limits.js';
import { chooseReportAnswer } from './choose-report-answer.js';
import { eachHref, splitHrefs } from './split-hrefs.js';

/** The report of a handler: a builder, a document, or an async iterable of responses. */
export type Report = { toDocument(): Multistatus } | Multistatus | AsyncIterable<MultistatusResponse>;

/** How a report is sent. */
export interface ReportOptions {
  /**
   * The formats that the report can be sent in.
   *
   * @defaultValue [xml(), json(), ndjson()]
   */
  readonly formats?: readonly Format[] | undefined;
  /**
   * The name of the format for a client that has no preference. An operation of a batch without an Accept header has one: the
   * format of the batch's answer.
   *
   * @defaultValue the format of the request body, or the first format if the request has no body in a known format: XML
   *   (RFC 4918)
   */
  readonly defaultFormat?: string | undefined;
  /**
   * Answers 204 without a body if every response of the report is a success. Not for async iterables.
   *
   * @defaultValue false
   */
  readonly noContentOnSuccess?: boolean | undefined;
  /**
   * Writes a response with several hrefs as it is. By default one response per href is written, because many clients read
   * only the first or the last href of a response.
   *
   * @defaultValue false
   */
  readonly sharedStatus?: boolean | undefined;
  /**
   * Milliseconds after which a client is disconnected that takes nothing of the report while bytes of it are waiting. Time in
   * which an async iterable makes its next response is not counted.
   *
   * @defaultValue 30_000
   */
  readonly sendTimeoutMs?: number | undefined;
}

/** The HTTP request that a report answers. */
export interface ReportRequest
  extends Pick<EnvelopeRequest, 'method' | 'url' | 'headers' | 'responseHeaders'> {
  /** The request object. If it is an operation of a batch, the summary of the report is attached to that operation. */
  readonly message: object;
}

const REPORT_INDEX = new FormatIndex(REPORT_FORMATS);

/**
 * Returns the answer for the report of a handler: 207 in the negotiated format, without the parts that
 * `Prefer: return=minimal` allows to omit (RFC 8144); or 204.
 *
 * @throws {TypeError} for an unknown option, or a report of the wrong kind.
 * @throws {RangeError} for a timeout out of its range.
 */
export async function answerReport(
  report: Report,
  request: ReportRequest,
  options: ReportOptions = {},
): Promise<EnvelopeResponse> {
  rejectUnknownOptions('sendMultistatus', options, {
    known: ['formats', 'defaultFormat', 'noContentOnSuccess', 'sharedStatus', 'sendTimeoutMs'],
  });
  const { sendTimeoutMs } = fillLimits(
    'sendMultistatus',
    { sendTimeoutMs: options.sendTimeoutMs },
    { defaults: { sendTimeoutMs: 30_000 } },
  );
  const formats = resolveFormats('sendMultistatus', options, REPORT_INDEX);
  checkReport(report);
  const { method, headers, url } = request;
  const operation = activeOperationOf(request.message);
  const isMinimal = parsePrefer(firstValue(headers['prefer'])).return === 'minimal';
  const settings: AnswerSettings = {
    choice: chooseReportAnswer(
      { headers, nestedType: operation?.nestedType },
      formats,
      options.defaultFormat,
    ),
    status: 207,
    headers: negotiatedHeaders(request.responseHeaders, isMinimal ? ['return=minimal'] : []),
    requestHeaders: headers,
    operationsPath: `${pathOf(url)}/operations/`,
    onSummary: (summary) => {
      if (operation !== undefined) operation.summary = summary;
    },
  };
  const toPart = (response: MultistatusResponse, context: ClassifyContext): AnswerPart => {
    const result = classifyResponse(response, context);
    return new ReportPart(isMinimal ? minimise(response, { method, result }) : response, result);
  };
  const isShared = options.sharedStatus === true;
  // A stream ends with the summary only if its format always does.
  if (Symbol.asyncIterator in report) {
    const responses = isShared ? report : eachHref(report);
    const parts = toParts(responses, (response) => toPart(response, { method }));
    return { ...(await writeAnswer(parts, { ...settings, members: {} })), sendTimeoutMs };
  }
  const document = 'toDocument' in report ? report.toDocument() : report;
  const { responses, ...members } = isShared ? document : splitHrefs(document);
  // RFC 8144 section 3: a minimal answer to a PROPPATCH without any failure has no content.
  if (options.noContentOnSuccess === true || (isMinimal && method === 'PROPPATCH')) {
    const summary = summariseResponses(responses, members);
    if (summary.total === summary.succeeded) {
      settings.onSummary?.(summary);
      return { status: 204, headers: settings.headers, body: undefined };
    }
  }
  const context = { ...members, method };
  const parts = responses.map((response) => toPart(response, context));
  return { ...(await writeAnswer(parts, { ...settings, members })), sendTimeoutMs };
}

/** The part of an answer for a response of a report. */
class ReportPart implements AnswerPart {
  readonly response: MultistatusResponse;
  readonly result: ResponseClass;

  constructor(response: MultistatusResponse, result: ResponseClass) {
    this.response = response;
    this.result = result;
  }
}

async function* toParts(
  responses: AsyncIterable<MultistatusResponse>,
  toPart: (response: MultistatusResponse) => AnswerPart,
): AsyncGenerator<AnswerPart, void, undefined> {
  for await (const response of responses) yield toPart(response);
}

function checkReport(report: unknown): void {
  if (typeof report === 'object' && report !== null) {
    if ('toDocument' in report || 'responses' in report || Symbol.asyncIterator in report) return;
  }
  throw new TypeError(
    'sendMultistatus needs a report: the result of createMultistatus(), a document, or an async iterable of responses',
  );
}
