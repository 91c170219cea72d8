import { isDocumentError, type MultistatusReading, readMultistatus } from '@multistatus/document';
import { exchangeFinding, type Finding, faultFinding } from '../finding.js';

/** What the lines of a streamed batch say, and what is wrong with them. */
export interface NdjsonReading {
  /** `undefined` if a line is no outcome. */
  readonly reading: MultistatusReading | undefined;
  readonly findings: readonly Finding[];
}

interface Line {
  /** From 1. */
  readonly number: number;
  readonly text: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/**
 * Reads `application/x-ndjson`: a response on each line in the order of completion, and on the last one the summary,
 * without which the answer is truncated. The responses come in the order of the request.
 */
export async function readNdjson(text: string, maxBytes: number): Promise<NdjsonReading> {
  const all = text.split('\n').map((line, index) => ({ number: index + 1, text: line.trim() }));
  const filled = all.filter((line) => line.text !== '');
  const lines: Line[] = [];
  const findings: Finding[] = [];
  for (const line of filled) {
    const fault = await checkLine(line.text, line.number);
    if (fault === undefined) {
      lines.push({ ...line, value: JSON.parse(line.text) as Line['value'] });
      continue;
    }
    // A line without its end is what a cut leaves.
    const isCut = line === filled.at(-1) && !text.endsWith('\n');
    if (!isCut) return { reading: undefined, findings: [fault] };
    findings.push(exchangeFinding('truncated', 'the last line is no whole JSON text', fault.where));
  }
  const summaries = lines.filter(({ value }) => isSummary(value));
  const outcomes = lines.filter(({ value }) => !isSummary(value));
  findings.push(...checkEnd(lines, summaries, findings.length > 0));
  return readOutcomes(outcomes, summaries.at(-1), { findings, maxBytes });
}

function isSummary(value: Line['value']): boolean {
  return Object.hasOwn(value, 'summary') && !Object.hasOwn(value, 'status');
}

function checkEnd(lines: readonly Line[], summaries: readonly Line[], isCut: boolean): Finding[] {
  if (summaries.length === 0) {
    if (isCut) return [];
    const where = `line ${lines.at(-1)?.number ?? 1}`;
    return [exchangeFinding('truncated', 'the last line, {"summary": ...}, is missing', where)];
  }
  const isLast = summaries.length === 1 && summaries[0] === lines.at(-1);
  const where = `line ${summaries[0]?.number}`;
  return isLast ? [] : [exchangeFinding('summary', 'there is one summary, on the last line only', where)];
}

async function readOutcomes(
  outcomes: readonly Line[],
  summary: Line | undefined,
  { findings, maxBytes }: { findings: readonly Finding[]; maxBytes: number },
): Promise<NdjsonReading> {
  const sorted = outcomes.toSorted((one, other) => indexOf(one) - indexOf(other));
  const members = [`"responses":[${sorted.map((line) => line.text).join(',')}]`];
  if (summary !== undefined) members.push(`"summary":${JSON.stringify(summary.value['summary'])}`);
  try {
    const source = `{${members.join(',')}}`;
    const reading = await readMultistatus(source, { contentType: 'application/json', maxBytes });
    return { reading, findings };
  } catch (error) {
    if (!isDocumentError(error)) throw error;
    return { reading: undefined, findings: [...findings, atLine(faultFinding(error), sorted)] };
  }
}

function indexOf({ value }: Line): number {
  return typeof value['index'] === 'number' ? value['index'] : 0;
}

async function checkLine(text: string, number: number): Promise<Finding | undefined> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return undefined;
  } catch {
    // The reader says where it breaks.
  }
  try {
    await readMultistatus(text, { contentType: 'application/json' });
    return undefined;
  } catch (error) {
    if (!isDocumentError(error)) throw error;
    const finding = faultFinding(error);
    return {
      ...finding,
      where: (finding.where ?? '').replace(/^line 1\b|^the whole document/, `line ${number}`),
    };
  }
}

/** The pointer is one into a document that was put together here: its line says more. */
function atLine(finding: Finding, lines: readonly Line[]): Finding {
  const [, index, rest = ''] = /^\/responses\/(\d+)(.*)$/.exec(finding.where ?? '') ?? [];
  const line = index === undefined ? undefined : lines[Number(index)];
  const message = finding.message.replace(/^\/responses\/\d+/, 'the outcome');
  return line === undefined
    ? finding
    : { ...finding, message, where: `line ${line.number}${rest && `, ${rest}`}` };
}
