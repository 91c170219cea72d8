import { boundaryOf } from '@multistatus/wire/multipart';
import { contentTypeOf, headerOf, type ResponseHead } from '../exchange.js';
import type { Report } from './report.js';

/** The form that every known client reads. */
const STRICT_TYPE = /^multipart\/mixed; boundary=[^\s";,]+$/;

/** Checks the head of a multipart answer against its body. */
export function checkEnvelope(
  { status, headers }: ResponseHead,
  { boundary, url }: { readonly boundary: string; readonly url: string },
  report: Report,
): void {
  const contentType = contentTypeOf(headers) ?? '';
  const declared = boundaryOf(contentType);
  if (declared !== boundary) {
    const what = declared === undefined ? 'names no boundary' : `names the boundary "${declared}"`;
    report('content-type', `the Content-Type ${what}, but the boundary of the body is "${boundary}"`);
  } else if (!STRICT_TYPE.test(contentType)) {
    report('multipart-type', `the Content-Type is ${contentType}: ${clientsOf(contentType)}`);
  }
  if (status !== 200) report('multipart-status', `the status is ${status}: o.js reads only answers with 200`);
  const version = headerOf(headers, 'odata-version');
  const isOData = /\/\$batch\/?(?:\?|$)/.test(url) && headerOf(headers, 'dataserviceversion') === undefined;
  if (isOData && version !== '4.0') {
    const what = version === undefined ? 'there is no OData-Version' : `OData-Version is ${version}`;
    report('multipart-version', `${what}: UI5 V4 fails without 4.0`);
  }
}

function clientsOf(contentType: string): string {
  if (contentType.includes('"')) {
    return '@odata/client and o.js return nothing, UI5 V2, SAP Cloud SDK and googleapis-batcher fail with quotes';
  }
  if (/boundary=[^;]*;/i.test(contentType)) {
    return '@odata/client and o.js return nothing, SAP Cloud SDK and googleapis-batcher fail with a parameter after the boundary';
  }
  return 'googleapis-batcher fails in any other form than "multipart/mixed; boundary=..."';
}
