import type { MultistatusResponse } from '@multistatus/document';
import { isObject } from '@multistatus/wire';

/** One of the issues that a problem lists in `errors`. */
export interface ProblemIssue {
  /** The place: a JSON Pointer or the name of a field; empty if it is not given. */
  readonly at: string;
  /** What is wrong there, as the server says; empty if it does not say. */
  readonly message: string;
}

/** What the content of a response says about a failure. */
export interface ContentReport {
  /** The message for humans; `undefined` if the content has none. */
  readonly description: string | undefined;
  /** The issues that it lists; empty if there are none. */
  readonly errors: readonly ProblemIssue[];
  /** The ids of the operations that caused the failure; empty if it names none. */
  readonly because: readonly string[];
}

type Members = Readonly<Record<string, unknown>>;

const MAX_TEXT = 500;
const EMPTY_REPORT: ContentReport = { description: undefined, errors: [], because: [] };

/** Reads a problem (RFC 9457), or an error in one of the common forms from a JSON or text body. */
export function describeContent({ problem, body, status }: MultistatusResponse): ContentReport {
  if (problem !== undefined) return describeMembers(problem);
  if (body === undefined || status === undefined || status < 400) return EMPTY_REPORT;
  if (body.encoding === 'base64') return EMPTY_REPORT;
  if (body.encoding === 'text') return { ...EMPTY_REPORT, description: firstLine(body.text) };
  const value: unknown = JSON.parse(body.text);
  if (typeof value === 'string') return { ...EMPTY_REPORT, description: firstLine(value) };
  return isObject(value) ? describeMembers(value) : EMPTY_REPORT;
}

/** Reads a problem or an error from the members of an object. */
export function describeMembers(members: Members): ContentReport {
  const { error, because } = members;
  const inner = isObject(error) ? error : {};
  const candidates = [members['detail'], members['title'], members['message'], error, inner['message']];
  return {
    description: candidates.find((candidate) => typeof candidate === 'string'),
    errors: listOf(members['errors'] ?? inner['details']).flatMap(describeIssue),
    because: listOf(because).filter((id) => typeof id === 'string'),
  };
}

function describeIssue(issue: unknown): ProblemIssue[] {
  if (typeof issue === 'string') return [{ at: '', message: issue }];
  if (!isObject(issue)) return [];
  const place = firstText(issue, ['pointer', 'instancePath', 'field', 'path', 'param', 'target', 'name']);
  const message = firstText(issue, ['detail', 'message', 'msg', 'title', 'code']);
  const at = message.startsWith(`${place}: `) ? '' : place;
  return at === '' && message === '' ? [] : [{ at, message }];
}

function firstText(members: Members, names: readonly string[]): string {
  const value = names.map((name) => members[name]).find((each) => typeof each === 'string' && each !== '');
  return typeof value === 'string' ? value : '';
}

function firstLine(text: string): string | undefined {
  const [line = ''] = text.trim().split(/[\r\n]/, 1);
  // The first line of an HTML page is no description.
  return line === '' || line.startsWith('<') ? undefined : line.slice(0, MAX_TEXT);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
