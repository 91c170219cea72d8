import type { MultistatusResponse } from '@multistatus/document';

/** One of the faults that a problem lists in `errors`. */
export interface ProblemFault {
  /** Where: a pointer, or the name of a field; empty if it does not say. */
  readonly at: string;
  readonly message: string;
}

/** What the content of a response says of how it ended. */
export interface ContentReport {
  readonly description: string | undefined;
  readonly errors: readonly ProblemFault[];
  readonly because: readonly string[];
}

type Members = Readonly<Record<string, unknown>>;

const MAX_TEXT = 500;
const NOTHING: ContentReport = { description: undefined, errors: [], because: [] };

/** Reads a problem (RFC 9457), or the error that a body of JSON or text tells in one of the usual forms. */
export function describeContent({ problem, body, status }: MultistatusResponse): ContentReport {
  if (problem !== undefined) return describeMembers(problem);
  if (body === undefined || status === undefined || status < 400) return NOTHING;
  if (body.encoding === 'base64') return NOTHING;
  if (body.encoding === 'text') return { ...NOTHING, description: firstLine(body.text) };
  const value: unknown = JSON.parse(body.text);
  if (typeof value === 'string') return { ...NOTHING, description: firstLine(value) };
  return isMembers(value) ? describeMembers(value) : NOTHING;
}

function describeMembers(members: Members): ContentReport {
  const { error, because } = members;
  const inner = isMembers(error) ? error : {};
  const candidates = [members['detail'], members['title'], members['message'], error, inner['message']];
  return {
    description: candidates.find((candidate) => typeof candidate === 'string'),
    errors: listOf(members['errors'] ?? inner['details']).flatMap(describeFault),
    because: listOf(because).filter((id) => typeof id === 'string'),
  };
}

function describeFault(fault: unknown): ProblemFault[] {
  if (typeof fault === 'string') return [{ at: '', message: fault }];
  if (!isMembers(fault)) return [];
  const at = firstText(fault, ['pointer', 'instancePath', 'field', 'path', 'param', 'target', 'name']);
  const message = firstText(fault, ['detail', 'message', 'msg', 'title', 'code']);
  return at === '' && message === '' ? [] : [{ at, message }];
}

function firstText(members: Members, names: readonly string[]): string {
  const value = names.map((name) => members[name]).find((each) => typeof each === 'string' && each !== '');
  return typeof value === 'string' ? value : '';
}

function firstLine(text: string): string | undefined {
  const [line = ''] = text.trim().split(/[\r\n]/, 1);
  // A page of HTML says nothing in its first line.
  return line === '' || line.startsWith('<') ? undefined : line.slice(0, MAX_TEXT);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
