import type { Problem } from '../problem.js';
import { writeProblemRoot } from './write-problem-xml.js';
import { XML_DECLARATION } from './xml-frame.js';

/** Writes a problem as a whole XML document, for `application/problem+xml` (RFC 9457 appendix B). */
export function toProblemXmlText(problem: Problem): string {
  return `${XML_DECLARATION}\n${writeProblemRoot(problem)}`;
}
