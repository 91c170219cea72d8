import type { Problem } from '@multistatus/document';
import { valueAt } from '@multistatus/wire';
import type { SentOperation, SentRequest } from '../formats/batch-stream-decoder.js';
import type { Operation } from '../operation/operation.js';
import { toProblem } from '../problem/batch-problem.js';
import { type Issue, MAX_ISSUES, toPointer } from '../problem/issue.js';
import { type IssueBudget, withinBudget } from '../problem/issue-budget.js';
import { IssueCollector } from '../problem/issue-collector.js';
import { checkOperationShape } from '../validate/batch-shape.js';
import { GROUPS_NOT_SUPPORTED } from '../validate/groups-not-supported.js';
import { readOperation } from '../validate/read-operation.js';
import type { ValidationOptions } from '../validate/validate-batch.js';
import { Line, refused, unreadOperation } from './line.js';
import { LineLimits } from './line-limits.js';
import { issuesOf } from './line-problem.js';

/** The endpoint that lines are read for, and the lines before. */
export interface LineRules extends ValidationOptions {
  /** True if the endpoint has the option `transaction`. */
  readonly hasTransactions: boolean;
  /** Returns what an earlier line has given this name to. */
  readonly ownerOf: (name: string) => 'operation' | 'group' | undefined;
}

/** The id of an operation that has none of its own. It cannot be the index: a later line may have that as its id. */
const UNNAMED_ID = /^~\d+$/;

/** Reads the lines of one batch, each on its own: what is wrong with one does not affect the others. */
export class LineReader {
  readonly #rules: LineRules;
  readonly #limits: LineLimits;
  readonly #budget: IssueBudget = { left: MAX_ISSUES };

  constructor(rules: LineRules) {
    this.#rules = rules;
    this.#limits = new LineLimits(rules.limits);
  }

  /**
   * Returns the operation of the line with this index.
   *
   * @throws {TypeError} if a function of the format breaks its contract. What it throws passes through.
   */
  read(sent: SentOperation, index: number): Line {
    if ('value' in sent) return this.#readRequest(sent, index);
    const refusal = toProblem(sent.slug, sent.detail, { line: sent.line, ...sent.extensions });
    return new Line(unreadOperation(index, refusal), false, sent);
  }

  #readRequest(sent: SentRequest & Pick<SentOperation, 'line' | 'bytes'>, index: number): Line {
    const { limits, basePath, root, headers, envelopeHeaders = {}, deniedHeaders = 'refuse' } = this.#rules;
    const { value } = sent;
    const issues = new IssueCollector();
    checkOperationShape(value, index, issues);
    const id = hasIssue(issues, index, 'id') ? undefined : textMember(value, 'id');
    const hasId = id !== undefined && this.#isFree(id, { value, index }, issues);
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
    const refusal =
      issues.found.length > 0
        ? this.#problemOf(issues.found, { index, sent })
        : (this.#groupProblemOf(operation, sent.line) ?? this.#limits.refusalOf(operation, sent.line));
    const read = refusal === undefined ? operation : refused(this.#readable(operation, issues), refusal);
    return new Line(read, hasId, sent);
  }

  #problemOf(
    found: readonly Issue[],
    {
      index,
      sent: { line: number, idMember },
    }: { readonly index: number; readonly sent: Pick<SentRequest, 'idMember'> & { readonly line: number } },
  ): Problem {
    const reported = withinBudget(found, this.#budget).map((issue) => renamed(issue, index, idMember));
    return issuesOf(reported, { index, number });
  }

  /** Returns an operation without a URL and group that cannot be those of an operation. */
  #readable(operation: Operation, issues: IssueCollector): Operation {
    const { index, url, atomicityGroup: group } = operation;
    const { hasTransactions, ownerOf } = this.#rules;
    const hasGroup =
      group !== undefined &&
      hasTransactions &&
      !hasIssue(issues, index, 'atomicityGroup') &&
      ownerOf(group) !== 'operation';
    return {
      ...operation,
      url: hasIssue(issues, index, 'url') ? '' : url,
      atomicityGroup: hasGroup ? group : undefined,
    };
  }

  /** Checks whether an operation can have this id. If not, adds why. */
  #isFree(
    id: string,
    { value, index }: { readonly value: unknown; readonly index: number },
    issues: IssueCollector,
  ): boolean {
    if (UNNAMED_ID.test(id)) {
      const detail = 'An id of ~ and digits is that of a line without an id';
      issues.add(toPointer('requests', index, 'id'), 'invalid-id', detail);
      return false;
    }
    const owner = id === textMember(value, 'atomicityGroup') ? 'group' : this.#rules.ownerOf(id);
    if (owner === undefined) return true;
    const detail =
      owner === 'group'
        ? 'An atomicityGroup has the same name; ids and group names must be distinct'
        : 'An earlier line has the same id; ids must be distinct';
    issues.add(toPointer('requests', index, 'id'), 'duplicate-id', detail);
    return false;
  }

  #groupProblemOf({ atomicityGroup }: Operation, line: number): Problem | undefined {
    const { hasTransactions, ownerOf } = this.#rules;
    if (atomicityGroup === undefined) return undefined;
    const pointer = '#/atomicityGroup';
    if (!hasTransactions)
      return toProblem('transactions-not-supported', GROUPS_NOT_SUPPORTED, { pointer, line });
    if (ownerOf(atomicityGroup) !== 'operation') return undefined;
    const detail = 'An operation has the same name; ids and group names must be distinct';
    const errors = [{ pointer, code: 'duplicate-id', detail }];
    return toProblem('invalid-operation', 'The operation has 1 issue; it did not run', { line, errors });
  }
}

/** Checks whether an issue was found in this member. */
function hasIssue({ found }: IssueCollector, index: number, member: string): boolean {
  if (found.length === 0) return false;
  const expected = toPointer('requests', index, member);
  return found.some(({ pointer }) => pointer === expected);
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
