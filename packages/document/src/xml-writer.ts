import type { Multistatus, Summary } from './multistatus.js';
import { placeResponses } from './place-responses.js';
import type { Problem } from './problem.js';
import { writeProblemXml } from './write-problem-xml.js';
import { writeXmlResponse } from './write-xml-response.js';

const DECLARATION = '<?xml version="1.0" encoding="utf-8"?>';
const ROOT = '<D:multistatus xmlns:D="DAV:" xmlns:M="urn:multistatus:xml:1">';

/**
 * Writes a document as XML (RFC 4918 section 14), a response a line, with what the RFC has no element for in the
 * namespace `urn:multistatus:xml:1`.
 *
 * Characters that XML cannot carry become U+FFFD, in a body they lead to base64 instead. Where an href occurs
 * again, the later response is written under `operationsPath` (path-absolute, with its last slash) and its index,
 * with the true href in `M:target`. Linear in the size of the document; does not throw.
 *
 * @see RFC 4918 section 14.24 for why an href may stand once, section 17 for why extensions are legal
 */
export function toXmlText(document: Multistatus, options: { readonly operationsPath: string }): string {
  const lines = [DECLARATION, ROOT];
  for (const placed of placeResponses(document.responses, options.operationsPath)) {
    lines.push(writeXmlResponse(placed));
  }
  if (document.summary !== undefined) lines.push(writeSummary(document.summary));
  lines.push('</D:multistatus>');
  return lines.join('\n');
}

/** Writes a problem as a whole XML document, for `application/problem+xml` (RFC 9457 appendix B). */
export function toProblemXmlText(problem: Problem): string {
  return `${DECLARATION}\n${writeProblemXml(problem)}`;
}

function writeSummary({ total, succeeded, failed, other }: Summary): string {
  return `<M:summary total="${total}" succeeded="${succeeded}" failed="${failed}" other="${other}"/>`;
}
