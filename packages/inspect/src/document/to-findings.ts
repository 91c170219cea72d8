import { type DocumentFault, isDocumentError, type Multistatus } from '@multistatus/document';
import { validateModelInTurns } from '@multistatus/document/rules';
import { documentErrorFinding, exchangeFinding, type Finding, violationFinding } from '../finding.js';
import { MAX_BYTES } from '../max-bytes.js';
import type { Format } from './detect-format.js';

const RESPONSE_PATH = /^\/responses\/(\d+)/;
const RESPONSE_XPATH = /^\/multistatus\[1\]\/response\[\d+\](?=\/|$)/;

/** Converts the error of a part that cannot be read to a finding. */
export function faultFinding({ error }: DocumentFault): Finding {
  const finding = documentErrorFinding(error);
  return error.rule === 'truncated' ? exchangeFinding('truncated', finding.message, finding.where) : finding;
}

/** Returns the violations of a document. That of an XML text that cannot be parsed is a fault of the reader. */
export async function findViolations(
  { format, text, document }: { format: Format; text: string; document: Multistatus | undefined },
  faults: readonly DocumentFault[],
): Promise<Finding[]> {
  if (format === 'xml') {
    const findings = isParsed(faults) ? await validateXml(text) : [];
    // A byte that is not valid has become U+FFFD.
    const hasInvalidBytes = faults.some(({ error }) => error.rule === 'X4');
    return findings.filter(({ message }) => !hasInvalidBytes || !message.includes('\uFFFD'));
  }
  if (document === undefined) return [];
  const findings = (await validateModelInTurns(document)).map(violationFinding);
  return format === 'json' ? findings.map(placeInSource(faults)) : findings;
}

/**
 * Returns the faults that the rules do not report as well: in XML, they report what the reader refuses as an error in the
 * same response.
 */
export function withoutReported(
  faults: readonly DocumentFault[],
  violations: readonly Finding[],
): DocumentFault[] {
  const errors = violations.filter(({ level }) => level === 'error');
  const reported = new Set(errors.map(({ where = '' }) => RESPONSE_XPATH.exec(where)?.[0]));
  return faults.filter(({ error, response }) => {
    if (!/^X(?!4$)/.test(error.rule)) return true;
    if (response === undefined) return errors.length === 0;
    return !reported.has(`/multistatus[1]/response[${response.position + 1}]`);
  });
}

function isParsed(faults: readonly DocumentFault[]): boolean {
  return !faults.some(
    ({ error, response }) => response === undefined && /^(?:X1|X31|doctype|max.*)$/.test(error.rule),
  );
}

async function validateXml(text: string): Promise<Finding[]> {
  // Loads the XML parser, which no other format needs.
  const { validateMultistatusInTurns } = await import('@multistatus/document/xml-reader');
  try {
    return (await validateMultistatusInTurns(text, { maxBytes: MAX_BYTES })).map(violationFinding);
  } catch (error) {
    if (!isDocumentError(error)) throw error;
    return [];
  }
}

/**
 * Returns a function that corrects the place of a finding: the responses that cannot be read are missing from the document, so
 * the numbers of those after them differ.
 */
function placeInSource(faults: readonly DocumentFault[]): (finding: Finding) => Finding {
  const positions = faults.flatMap(({ response }) => (response === undefined ? [] : [response.position]));
  // How many responses of the document come before each that is missing.
  const before = positions.map((position, index) => position - index);
  return (finding) => {
    const [start, number] = RESPONSE_PATH.exec(finding.where ?? '') ?? [];
    if (start === undefined) return finding;
    const position = Number(number) + countUpTo(before, Number(number));
    return { ...finding, where: `/responses/${position}${(finding.where ?? '').slice(start.length)}` };
  };
}

/** Returns how many of the ascending numbers are at most `limit`. */
function countUpTo(numbers: readonly number[], limit: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
