import { isJsonType, parseMediaType } from '@multistatus/wire';
import {
  boundaryOf,
  MultipartError,
  type Part,
  partsOf,
  readHttpResponse,
  withoutOuterLineBreaks,
} from '@multistatus/wire/multipart';
import { type Exchange, headerOf } from '../exchange.js';
import { exchangeFinding, type Finding } from '../finding.js';
import { checkEnvelope } from './check-envelope.js';
import { checkFrame } from './check-frame.js';
import { MULTIPART_LIMITS, type MultipartBody, openMultipart } from './open-multipart.js';
import { readBatchRequests } from './read-batch-requests.js';
import type { Report } from './report.js';

/**
 * Checks a multipart answer for what is valid, or nearly so, but breaks known clients. Of each kind of fault, the first is
 * reported. What cannot be read at all is left to the reader.
 */
export function checkMultipart(exchange: Exchange, body: MultipartBody): Finding[] {
  const findings = new Map<string, Finding>();
  const report: Report = (rule, message, part) => {
    const key = `${rule} ${message}`;
    const where = part === undefined ? undefined : `part ${part}`;
    if (!findings.has(key)) findings.set(key, exchangeFinding(rule, message, where));
  };
  const { response } = exchange;
  if (response !== undefined) {
    checkEnvelope(response, { boundary: body.boundary, url: exchange.request?.url ?? '' }, report);
  }
  checkFrame(body, report);
  const ids = checkParts(body, { report, container: undefined });
  const sent = idsOf(exchange);
  if (sent.length > 0 && ids.count > 0 && ids.found === 0) {
    report(
      'multipart-id',
      'no part has a Content-ID, but the requests have: UI5 and google-api-python-client need it',
    );
  }
  return [...findings.values()];
}

function idsOf({ request }: Exchange): string[] {
  const batch = request?.body === undefined ? undefined : openMultipart(request.body, undefined);
  if (batch === undefined) return [];
  return readBatchRequests(batch).requests.flatMap(({ id }) => id ?? []);
}

/** Returns how many responses there are, and how many have a Content-ID. */
function checkParts(
  { bytes, boundary }: MultipartBody,
  { report, container }: { readonly report: Report; readonly container: string | undefined },
): { count: number; found: number } {
  const ids = { count: 0, found: 0 };
  try {
    for (const part of partsOf(bytes, boundary, MULTIPART_LIMITS)) {
      const number = container === undefined ? String(part.number) : `${container}.${part.number}`;
      const inner = container === undefined ? boundaryOf(part.headers['content-type']) : undefined;
      if (inner !== undefined) {
        report(
          'multipart-changeset',
          'a changeset is answered by a multipart of its own, as the standard says: PnP/sp fails',
          number,
        );
        if (!inner.startsWith('changesetresponse_')) {
          report(
            'multipart-names',
            `the boundary of a changeset is "${inner}": PnP/sp, dynamics-web-api and o.js look for changesetresponse_...`,
            number,
          );
        }
        const nested = checkParts({ bytes: part.body, boundary: inner }, { report, container: number });
        ids.count += nested.count;
        ids.found += nested.found;
        continue;
      }
      ids.count += 1;
      if (part.headers['content-id'] !== undefined) ids.found += 1;
      checkPart(part, number, report);
    }
  } catch (error) {
    if (!(error instanceof MultipartError)) throw error;
  }
  return ids;
}

function checkPart(part: Part, number: string, report: Report): void {
  const lower = part.fields.find(([name]) => /^content-/.test(name))?.[0];
  if (lower !== undefined) {
    report(
      'multipart-part',
      `the header ${lower} of a part is in lower case: @odata/client and o.js fail`,
      number,
    );
  }
  if (/;/.test(part.headers['content-type'] ?? '')) {
    report('multipart-part', 'application/http has a parameter: @odata/client fails', number);
  }
  if (part.fields[0]?.[0].toLowerCase() !== 'content-type') {
    report('multipart-part', 'Content-Type is not the first header of a part: odata-batch fails', number);
  }
  const { reason, fields, body } = readHttpResponse(part.body, MULTIPART_LIMITS);
  if (reason === '') {
    report(
      'multipart-head',
      'a status line has no reason phrase: odata-batch and, without the space before it, six more clients fail',
      number,
    );
  }
  if (fields.length === 0) {
    report('multipart-head', 'a response has no header: google-api-python-client fails', number);
  }
  const type = parseMediaType(headerOf(fields, 'content-type'))?.type ?? '';
  if (isJsonType(type) && withoutOuterLineBreaks(body).includes(0x0a)) {
    report('multipart-json', 'a JSON body has several lines: SAP Cloud SDK reads only the last one', number);
  }
}
