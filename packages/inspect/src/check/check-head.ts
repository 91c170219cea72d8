import { parseMediaType } from '@multistatus/wire';
import { declaredEncoding } from '../document/decode-text.js';
import { formatOfType } from '../document/detect-format.js';
import { isODataAnswer } from '../document/is-odata-answer.js';
import type { DocumentReading } from '../document/read-document.js';
import { describeRefusal, readRefusal } from '../document/read-refusal.js';
import {
  contentTypeOf,
  type Exchange,
  type HeaderFields,
  headerOf,
  listOf,
  type ResponseHead,
} from '../exchange.js';
import { exchangeFinding, type Finding } from '../finding.js';

/** The methods for which caches keep answers, and POST on conditions (RFC 9110 sections 9.2.3 and 9.3.3, RFC 10008). */
const CACHED_METHODS = new Set(['GET', 'HEAD', 'QUERY']);
/** The number of issues of a problem that are shown. */
const MAX_ISSUES = 5;
const CORRECT = 'Correct what the problem in the body is about, then send the request again.';
const UTF_8 = new Set(['utf-8', 'utf8']);

/** Checks the head of a response, by itself and against its document. */
export function checkHead(exchange: Exchange, document: DocumentReading | undefined): Finding[] {
  const { response, request } = exchange;
  if (response === undefined) return [];
  // That a redirect was not followed explains the status.
  const isRedirect = exchange.findings.some(({ rule }) => rule === 'redirect');
  // The answer to a multipart batch has rules of its own, and no 207.
  const isMultipart = document?.format === 'multipart' && document.reading !== undefined;
  return [
    ...(isRedirect || isMultipart ? [] : checkStatus(response, document)),
    ...(document === undefined ? [] : checkType(response, document)),
    ...(document?.reading === undefined ? [] : checkCaching(response, request)),
  ];
}

function checkStatus(
  { status, reason, httpVersion }: ResponseHead,
  document: DocumentReading | undefined,
): Finding[] {
  const reading = document?.reading;
  if (status === 207) {
    const isOdd = reason !== '' && reason !== 'Multi-Status' && !/^[23]/.test(httpVersion);
    return isOdd
      ? [exchangeFinding('reason-phrase', `the reason phrase is "${reason}", not "Multi-Status"`)]
      : [];
  }
  if (reading === undefined) {
    const finding = exchangeFinding('status', `the status is ${status} ${reason}`.trim());
    return [document === undefined ? finding : withRefusal(finding, document)];
  }
  if (status === 200 && document?.format === 'json' && isODataAnswer(document.text)) {
    return [
      exchangeFinding(
        'odata-json',
        'this is the answer to a batch of OData or Microsoft Graph: the status is 200, whatever the requests have',
      ),
    ];
  }
  if (status === 200 && reading.failed().length === 0) {
    return [
      exchangeFinding(
        'status-200',
        'the status is 200, and the body is a multistatus that reports no failure',
      ),
    ];
  }
  const message = `the status is ${status} ${reason}`.trim();
  return [exchangeFinding('status', `${message}, but the body is a multistatus`)];
}

/** Adds what the body of an answer that refuses the request says. */
function withRefusal(finding: Finding, { format, text }: DocumentReading): Finding {
  const refusal = format === 'json' ? readRefusal(text) : undefined;
  if (refusal === undefined) return finding;
  const { description, errors: all } = describeRefusal(refusal);
  // OData repeats the first issue in its message.
  const errors = all.filter(({ message }) => message === '' || description?.startsWith(message) !== true);
  const issues = errors
    .slice(0, MAX_ISSUES)
    .map(({ at, message }) => (at === '' ? message : `${at}: ${message}`));
  const more = errors.length > MAX_ISSUES ? [`... and ${errors.length - MAX_ISSUES} more`] : [];
  const said = [description ?? 'a problem', ...issues, ...more].join('; ');
  return {
    ...finding,
    message: `${finding.message}: ${said}`,
    advice: CORRECT,
  };
}

function checkType({ headers }: ResponseHead, { format, text, reading }: DocumentReading): Finding[] {
  const contentType = contentTypeOf(headers);
  if (contentType === undefined) {
    return [exchangeFinding('content-type-missing', 'there is no Content-Type')];
  }
  const declared = formatOfType(contentType);
  const findings: Finding[] = [];
  // If the body is not a document, that is the fault.
  if (reading !== undefined && declared !== format) {
    const what =
      format === 'xml' || format === 'json' || format === 'ndjson' ? format.toUpperCase() : 'multipart';
    findings.push(
      exchangeFinding('content-type', `the Content-Type is ${contentType}, but the body is ${what}`),
    );
  }
  return [...findings, ...checkCharset(contentType, text)];
}

function checkCharset(contentType: string, text: string): Finding[] {
  const charset = parseMediaType(contentType)?.charset;
  const inside = declaredEncoding(text);
  if (charset !== undefined && inside !== undefined && !isSame(charset, inside)) {
    return [
      exchangeFinding('charset', `the Content-Type says ${charset}, but the XML declaration says ${inside}`),
    ];
  }
  // Rule X4 reports an XML declaration of another encoding.
  if (charset !== undefined && inside === undefined && !UTF_8.has(charset)) {
    return [exchangeFinding('charset', `the charset is ${charset}, not utf-8`)];
  }
  const isGuessed = charset === undefined && inside === undefined && /^text\/xml\b/i.test(contentType);
  if (!isGuessed || /^\p{ASCII}*$/u.test(text)) return [];
  return [
    exchangeFinding(
      'charset',
      'neither the Content-Type text/xml nor the XML declaration names the encoding: old clients assume ASCII',
    ),
  ];
}

function isSame(charset: string, encoding: string): boolean {
  return charset === encoding || (UTF_8.has(charset) && UTF_8.has(encoding));
}

function checkCaching({ headers }: ResponseHead, request: Exchange['request']): Finding[] {
  const age = headerOf(headers, 'age');
  // Some caches send Age: 0 with what they pass on.
  const isCached = age !== undefined && Number(age) !== 0;
  return [
    ...(mayBeCached(headers, request) ? checkVary(headers) : []),
    ...(isCached ? [exchangeFinding('cached', `the answer comes from a cache: Age is ${age} s`)] : []),
  ];
}

function checkVary(headers: HeaderFields): Finding[] {
  const findings: Finding[] = [];
  const vary = listOf(headerOf(headers, 'vary'));
  if (!vary.includes('*') && !vary.includes('accept')) {
    const actual = vary.length === 0 ? 'there is no Vary' : `Vary is ${vary.join(', ')}`;
    findings.push(exchangeFinding('vary', `${actual}, but a 207 that may be XML or JSON needs Vary: Accept`));
  }
  const coding = headerOf(headers, 'content-encoding');
  if (coding !== undefined && !vary.includes('*') && !vary.includes('accept-encoding')) {
    findings.push(
      exchangeFinding('vary', `the body is encoded with ${coding}, but Vary lacks Accept-Encoding`),
    );
  }
  return findings;
}

/**
 * Checks whether a cache may keep the answer and use it for another request. No method of WebDAV allows that. The answer
 * to a POST must be explicitly fresh and name its URL as the Content-Location (RFC 9110 section 9.3.3).
 */
function mayBeCached(headers: HeaderFields, request: Exchange['request']): boolean {
  const method = request?.method.toUpperCase() ?? '';
  const control = listOf(headerOf(headers, 'cache-control'));
  if (control.includes('no-store')) return false;
  if (method !== 'POST') return CACHED_METHODS.has(method);
  const isFresh = control.some((directive) => /^(?:s-maxage|max-age)=/.test(directive));
  const location = headerOf(headers, 'content-location');
  return (
    location !== undefined &&
    (isFresh || headerOf(headers, 'expires') !== undefined) &&
    URL.canParse(location, request?.url) &&
    new URL(location, request?.url).href === new URL(request?.url ?? '').href
  );
}
