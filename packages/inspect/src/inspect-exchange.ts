import { type Summary, SummaryCounter, toReading } from '@multistatus/document';
import { checkHead } from './check/check-head.js';
import { checkHrefs } from './check/check-hrefs.js';
import { checkOutcomes } from './check/check-outcomes.js';
import { mergeFindings } from './check/merge-findings.js';
import { describeResponses, orderResponses, type ResourceReport } from './document/describe-response.js';
import { formatOfType } from './document/detect-format.js';
import { isEndpointDescription } from './document/is-endpoint-description.js';
import { type DocumentReading, readDocument } from './document/read-document.js';
import { contentTypeOf, type Exchange } from './exchange.js';
import { exchangeFinding, sortFindings } from './finding.js';
import { inspectBatch } from './inspect-batch.js';
import type { Inspection } from './inspection.js';
import { checkAnswered } from './multipart/check-answered.js';
import { checkMultipart } from './multipart/check-multipart.js';
import { openMultipart } from './multipart/open-multipart.js';
import { isBatch } from './multipart/read-batch-requests.js';
import { utf8Length } from './utf8-length.js';

const DESCRIPTION = 'this is the description of a batch endpoint, which answers a GET; no batch was sent';

/** Inspects one 207 or multipart answer: reads its document, and checks document and head. Of a multipart batch, reads its requests. */
export async function inspectExchange(exchange: Exchange): Promise<Inspection> {
  const { body, response, request } = exchange;
  const contentType = contentTypeOf(response?.headers ?? []);
  if (body === undefined || (body.length === 0 && response !== undefined)) {
    const isEmpty =
      body !== undefined && response?.status === 207 ? [exchangeFinding('no-body', 'the body is empty')] : [];
    const findings = [...exchange.findings, ...isEmpty, ...checkHead(exchange, undefined)];
    return {
      exchange,
      format: formatOfType(contentType),
      bytes: body?.length,
      counts: undefined,
      responses: [],
      sources: [],
      unreadable: [],
      isPartial: false,
      findings: sortFindings(findings),
    };
  }
  const multipart = openMultipart(body, contentType);
  if (multipart !== undefined && isBatch(multipart)) return inspectBatch(exchange, multipart);
  const document = await readDocument(body, contentType);
  const { format, unreadable, shortfall } = document;
  const method = request?.method;
  const reading = document.reading && toReading(document.reading.document, { method });
  const responses = reading === undefined ? [] : describeResponses(reading, method);
  const outcomes =
    reading === undefined
      ? []
      : [
          ...checkOutcomes(reading, { unreadable, requestBody: request?.body }),
          ...(multipart === undefined || unreadable.length > 0 || shortfall !== undefined
            ? []
            : checkAnswered(reading.document, request?.body)),
        ];
  const head = [
    ...checkHead(exchange, document),
    ...checkHrefs(document, request),
    ...(multipart === undefined ? [] : checkMultipart(exchange, multipart)),
  ];
  return {
    exchange,
    format,
    bytes: typeof body === 'string' ? utf8Length(body) : body.byteLength,
    counts: reading === undefined ? undefined : count(responses),
    responses,
    sources: reading === undefined ? [] : orderResponses(reading),
    unreadable,
    isPartial: shortfall !== undefined && shortfall.finding.rule !== 'truncated',
    findings: isDescription(exchange, document)
      ? sortFindings([...exchange.findings, exchangeFinding('description', DESCRIPTION)])
      : mergeFindings({ exchange, document, head, outcomes }),
  };
}

/** Checks whether a body, which is no 207, is what a GET of a batch endpoint is answered. */
function isDescription({ response }: Exchange, { reading, format, text }: DocumentReading): boolean {
  const isOk = response === undefined || response.status === 200;
  return isOk && reading === undefined && format === 'json' && isEndpointDescription(text);
}

function count(responses: readonly ResourceReport[]): Summary {
  const counter = new SummaryCounter();
  for (const { outcome } of responses) counter.add(outcome);
  return counter.summary;
}
