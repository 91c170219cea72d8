import { countOf } from '@multistatus/wire';
import type { DocumentReading } from '../document/read-document.js';
import type { Exchange } from '../exchange.js';
import { exchangeFinding, type Finding, sortFindings } from '../finding.js';
import { utf8Length } from '../utf8-length.js';

/** What was found in the parts of one exchange. */
export interface FoundParts {
  readonly exchange: Exchange;
  readonly document: DocumentReading;
  readonly head: readonly Finding[];
  readonly outcomes: readonly Finding[];
}

/** Returns the findings of all parts, the worst first. A fault that several parts show is one finding. */
export function mergeFindings({ exchange, document, head, outcomes }: FoundParts): Finding[] {
  const { response } = exchange;
  const isErrorPage =
    document.reading === undefined &&
    response !== undefined &&
    (response.status < 200 || response.status > 299);
  // The status says why there is no document.
  if (isErrorPage)
    return sortFindings([...exchange.findings, ...head.filter(({ rule }) => rule === 'status')]);
  const { cause, others } = findCause(exchange, document);
  // That hrefs differ in their origin follows from one that is not that of the request.
  const isForeign = head.some(({ rule }) => rule === 'X15');
  const violations = document.findings.filter(({ rule }) => !isForeign || rule !== 'X15');
  if (cause === undefined) return sortFindings([...others, ...head, ...violations, ...outcomes]);
  // That outcomes are missing is a consequence.
  const message = [cause, ...outcomes].map((finding) => finding.message).join('; ');
  return sortFindings([...others, { ...cause, message }, ...head, ...violations]);
}

/** Returns why the document is incomplete, with the other findings of the exchange. */
function findCause(
  { findings, statedBytes = 0 }: Exchange,
  { shortfall, text }: DocumentReading,
): { readonly cause: Finding | undefined; readonly others: readonly Finding[] } {
  const broken = findings.find(({ rule }) => rule === 'truncated');
  const others = findings.filter(({ rule }) => rule !== 'truncated' && rule !== 'content-length');
  if (shortfall === undefined)
    return { cause: broken, others: findings.filter((finding) => finding !== broken) };
  const { finding, isCut } = shortfall;
  if (!isCut) return { cause: finding, others: findings };
  const bytes = utf8Length(text);
  const lost = `the body had ${countOf(statedBytes, 'byte')}, but the capture contains only ${bytes}`;
  const reason = broken?.message ?? (statedBytes > bytes ? lost : undefined);
  if (reason === undefined) return { cause: finding, others: findings };
  return { cause: exchangeFinding('truncated', `${reason}; ${finding.message}`, finding.where), others };
}
