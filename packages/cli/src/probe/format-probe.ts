import { headerOf } from '@multistatus/inspect';
import { countFindings, formatFindings } from '../inspect/format-findings.js';
import { padEnd } from '../terminal/display-width.js';
import { makeSafe } from '../terminal/make-safe.js';
import type { Terminal } from '../terminal/terminal.js';
import { wrapText } from '../terminal/wrap-text.js';
import type { ProbeReport } from './probe-server.js';
import type { ProbeStep } from './probe-step.js';

const KINDS = {
  batch: 'A batch endpoint.',
  webdav: 'A WebDAV server.',
  none: 'Neither a batch endpoint nor a WebDAV server was found here.',
} as const;
const LABEL_WIDTH = 10;

/** Returns the lines that describe the result of a probe. */
export function formatProbe(report: ProbeReport, terminal: Terminal): string[] {
  const { findings, kind } = report;
  return [
    terminal.paint('bold', makeSafe(report.url)),
    KINDS[kind],
    '',
    ...facts(report).flatMap(([label, value]) => formatFact(label, value, terminal.width)),
    '',
    'Requests and answers:',
    ...report.steps.map((step) => `  ${makeSafe(formatStep(step))}`),
    '',
    findings.length === 0 ? 'Findings: none.' : `Findings: ${countFindings(findings)}`,
    ...formatFindings(findings, terminal),
    ...verdict(report),
  ];
}

function facts(report: ProbeReport): [label: string, value: string][] {
  const { httpVersion, alpn, via, server, methods, dav, endpoint, acceptPost } = report;
  const limits = Object.entries(endpoint?.limits ?? {}).map(([name, limit]) => `${name} ${limit}`);
  const all: [string, string][] = [
    ['HTTP', `${httpVersion}${alpn === 'h2' ? ', and HTTP/2 for clients that ask for it' : ''}`],
    ['Server', server ?? ''],
    ['Via', via ?? ''],
    ['Methods', methods.join(', ')],
    ['DAV', dav.join(', ')],
    ['Batches', acceptPost ?? endpoint?.accept.join(', ') ?? ''],
    ['Formats', endpoint?.formats.join(', ') ?? ''],
    ['Base path', endpoint?.basePath ?? ''],
    ['Limits', limits.join(', ')],
    ['Keys', endpoint?.idempotency === true ? 'a batch with an Idempotency-Key runs only once' : ''],
  ];
  return all.filter(([, value]) => value !== '');
}

function formatFact(label: string, value: string, width: number): string[] {
  const indent = LABEL_WIDTH + 1;
  const [first = '', ...others] = wrapText(makeSafe(value), width - indent);
  return [`${padEnd(label, LABEL_WIDTH)} ${first}`, ...others.map((line) => ' '.repeat(indent) + line)];
}

function formatStep({ method, url, accept, answer, inspection }: ProbeStep): string {
  const { pathname } = new URL(url);
  const request = `${method} ${pathname}${inspection === undefined || accept === undefined ? '' : ` for ${accept}`}`;
  const isValid = inspection?.findings.every(({ level }) => level !== 'error');
  const parts = [
    `${answer.status} ${answer.reason}`.trim(),
    ...fields(answer.headers, ['content-type', 'content-encoding']),
    headerOf(answer.headers, 'transfer-encoding') === undefined ? '' : 'chunked',
    inspection?.counts === undefined ? '' : isValid ? 'valid' : 'not valid',
  ];
  return `${request} -> ${parts.filter((part) => part !== '').join(', ')}`;
}

function fields(headers: Parameters<typeof headerOf>[0], names: readonly string[]): string[] {
  return names.map((name) => headerOf(headers, name) ?? '');
}

function verdict({ steps, kind, findings }: ProbeReport): string[] {
  if (kind === 'none' || findings.some(({ level }) => level !== 'note')) return [];
  const inspected = steps.filter(({ inspection }) => inspection !== undefined);
  const formats = inspected.length > 1 ? `, in all ${inspected.length} formats` : '';
  // OData and Microsoft Graph answer with 200.
  const is207 = inspected.every(({ answer }) => answer.status === 207);
  return ['', is207 ? `A 207 arrives intact${formats}.` : `The answers arrive intact${formats}.`];
}
