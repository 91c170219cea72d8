import type { Problem } from '@multistatus/document';
import { countOf, isSafeMethod, valueAt } from '@multistatus/wire';
import type { SentOperation, SentRequest } from '../formats/batch-stream-decoder.js';
import type { Operation } from '../operation/operation.js';
import type { Limits } from '../options/resolve-limits.js';
import { toProblem } from '../problem/batch-problem.js';
import { type Issue, MAX_ISSUES, toPointer } from '../problem/issue.js';
import { type IssueBudget, withinBudget } from '../problem/issue-budget.js';
import { IssueCollector } from '../problem/issue-collector.js';
import { checkOperationShape } from '../validate/batch-shape.js';
import { GROUPS_NOT_SUPPORTED } from '../validate/groups-not-supported.js';
import { headerBytes } from '../validate/operation-headers.js';
import { readOperation } from '../validate/read-operation.js';
import type { ValidationOptions } from '../validate/validate-batch.js';

/** An operation that was sent on a line of its own. */
export interface Line {
  /** It has a `refusal` if the line is not valid. */
  readonly operation: Operation;
  /** True if the client chose its id, so that others can depend on it. */
  readonly hasId: boolean;
  /** The number of the line, from 1. */
  readonly number: number;
  readonly bytes: number;
}

/** The endpoint that lines are read for, and the lines before. */
export interface LineRules extends ValidationOptions {
  /** True if the endpoint has the option `transaction`. */
  readonly hasTransactions: boolean;
  /** Returns what an earlier line has given this name to. */
  readonly ownerOf: (name: string) => 'operation' | 'group' | undefined;
}

const NO_ENTRIES: readonly never[] = [];
/** The id of an operation that has none of its own. It cannot be the index: a later line may have that as its id. */
const UNNAMED_ID = /^~\d+$/;

/** Returns the operation that stands for a line that could not be read, and for the lines after the last that was read. */
export function unreadOperation(index: number, refusal?: Problem): Operation {
  return {
    index,
    id: `~${index}`,
    refusal,
    method: '',
    url: '',
    headers: {},
    dependencies: NO_ENTRIES,
    references: NO_ENTRIES,
  };
}

/** Returns an operation that does not run, because its line is not valid. A group of which it is a member fails with it. */
export function refused(operation: Operation, refusal: Problem): Operation {
  const { index, id, method, url, atomicityGroup } = operation;
  return { ...unreadOperation(index, refusal), id, method, url, atomicityGroup };
}

/** Returns the problem of a line with issues, whose pointers are into the batch as it would be in JSON. */
export function issuesOf(
  issues: readonly Issue[],
  { index, number }: { readonly index: number; readonly number: number },
): Problem {
  const detail = `The operation has ${countOf(issues.length, 'issue')}; it did not run`;
  const errors = issues.map(({ pointer, ...issue }) => ({ pointer: intoLine(pointer, index), ...issue }));
  return toProblem('invalid-operation', detail, { line: number, errors });
}

function intoLine(pointer: string, index: number): string {
  return `#${pointer.slice(toPointer('requests', index).length)}`;
}

/** Reads the lines of one batch, each on its own: what is wrong with one does not affect the others. */
export class LineReader {
  readonly #rules: LineRules;
  readonly #budget: IssueBudget = { left: MAX_ISSUES };
  #unsafe = 0;

  constructor(rules: LineRules) {
    this.#rules = rules;
  }

  /**
   * Returns the operation of the line with this index.
   *
   * @throws {TypeError} if a function of the format breaks its contract. What it throws passes through.
   */
  read(sent: SentOperation, index: number): Line {
    const { line: number, bytes } = sent;
    if ('value' in sent) return { ...this.#readRequest(sent, index), number, bytes };
    const refusal = toProblem(sent.slug, sent.detail, { line: number, ...sent.extensions });
    return { operation: unreadOperation(index, refusal), hasId: false, number, bytes };
  }

  #readRequest(
    sent: SentRequest & { readonly line: number },
    index: number,
  ): Pick<Line, 'operation' | 'hasId'> {
    const { limits, basePath, root, headers, envelopeHeaders = {}, deniedHeaders = 'refuse' } = this.#rules;
    const { value, line: number } = sent;
    const issues = new IssueCollector();
    checkOperationShape(value, index, issues);
    const isValidId = !issues.found.some(({ pointer }) => pointer === toPointer('requests', index, 'id'));
    const id = isValidId ? textMember(value, 'id') : undefined;
    const isTaken =
      id !== undefined && this.#checkNames({ id, group: textMember(value, 'atomicityGroup'), index }, issues);
    const hasId = id !== undefined && !isTaken;
    const operation = readOperation(
      value,
      {
        index,
        id: hasId ? id : `~${index}`,
        decoded: { value: undefined, bodyOf: (_index, contentType) => sent.bodyOf(contentType) },
        maxHeaderBytes: limits.maxHeaderBytes,
        basePath,
        root,
        headerRules: headers,
        envelopeHeaders,
        deniedHeaders,
      },
      issues,
    );
    const place = { index, number };
    if (issues.found.length > 0) {
      const reported = withinBudget(issues.found, this.#budget).map((issue) =>
        renamed(issue, index, sent.idMember),
      );
      return { operation: refused(this.#readable(operation, issues), issuesOf(reported, place)), hasId };
    }
    const refusal = this.#refusalOf(operation, number);
    const isKept = refusal === undefined;
    return { operation: isKept ? operation : refused(this.#readable(operation, issues), refusal), hasId };
  }

  /** Returns an operation without a URL and group that cannot be those of an operation. */
  #readable(operation: Operation, { found }: IssueCollector): Operation {
    const { index, url, atomicityGroup: group } = operation;
    const isValid = (member: string): boolean =>
      !found.some(({ pointer }) => pointer === toPointer('requests', index, member));
    const { hasTransactions, ownerOf } = this.#rules;
    const hasGroup =
      group !== undefined && hasTransactions && isValid('atomicityGroup') && ownerOf(group) !== 'operation';
    return { ...operation, url: isValid('url') ? url : '', atomicityGroup: hasGroup ? group : undefined };
  }

  /** Adds an issue for each name that an earlier line has given to something else. Returns whether the id is not free. */
  #checkNames(
    { id, group, index }: { readonly id: string; readonly group: string | undefined; readonly index: number },
    issues: IssueCollector,
  ): boolean {
    const { ownerOf } = this.#rules;
    const owner = id === group ? 'group' : ownerOf(id);
    const pointer = toPointer('requests', index, 'id');
    if (UNNAMED_ID.test(id)) {
      issues.add(pointer, 'invalid-id', 'An id of ~ and digits is that of a line without an id');
      return true;
    }
    if (owner === undefined) return false;
    const detail =
      owner === 'group'
        ? 'An atomicityGroup has the same name; ids and group names must be distinct'
        : 'An earlier line has the same id; ids must be distinct';
    issues.add(pointer, 'duplicate-id', detail);
    return true;
  }

  #refusalOf({ method, url, headers, atomicityGroup }: Operation, line: number): Problem | undefined {
    const { limits, hasTransactions, ownerOf } = this.#rules;
    if (atomicityGroup !== undefined) {
      const pointer = '#/atomicityGroup';
      if (!hasTransactions)
        return toProblem('transactions-not-supported', GROUPS_NOT_SUPPORTED, { pointer, line });
      if (ownerOf(atomicityGroup) === 'operation') {
        const detail = 'An operation has the same name; ids and group names must be distinct';
        const errors = [{ pointer, code: 'duplicate-id', detail }];
        return toProblem('invalid-operation', 'The operation has 1 issue; it did not run', { line, errors });
      }
    }
    if (!isSafeMethod(method)) this.#unsafe += 1;
    const sizes = [
      { limit: 'maxUrlLength', actual: url.length, unit: 'characters', pointer: '#/url' },
      {
        limit: 'maxHeaderBytes',
        actual: headerBytes(headers),
        unit: 'bytes of headers',
        pointer: '#/headers',
      },
    ] as const;
    for (const { limit, actual, unit, pointer } of sizes)
      if (actual > limits[limit]) return overLimit(limits, { limit, actual, unit, pointer, line });
    if (isSafeMethod(method) || this.#unsafe <= limits.maxUnsafeOperations) return undefined;
    const unit = 'operations with an unsafe method';
    return overLimit(limits, {
      limit: 'maxUnsafeOperations',
      actual: this.#unsafe,
      unit,
      pointer: '#/method',
      line,
    });
  }
}

/** Returns the problem of a line that exceeds a limit. */
export function overLimit(
  limits: Limits,
  exceeded: {
    readonly limit: keyof Limits;
    readonly actual: number;
    readonly unit: string;
    readonly pointer: string;
    readonly line: number;
  },
): Problem {
  const { limit, actual, unit, pointer, line } = exceeded;
  const max = limits[limit];
  const detail = `The operation at ${pointer} has ${actual} ${unit}, the limit ${limit} is ${max}`;
  return toProblem('limit-exceeded', detail, { limit, max, actual, pointer, line });
}

/** Returns an issue with its id in the member in which it was sent. */
function renamed(issue: Issue, index: number, idMember: string | undefined): Issue {
  if (idMember === undefined || issue.pointer !== toPointer('requests', index, 'id')) return issue;
  return { ...issue, pointer: toPointer('requests', index, idMember) };
}

function textMember(value: unknown, name: string): string | undefined {
  const member = valueAt(value, [name]);
  return typeof member === 'string' ? member : undefined;
}
