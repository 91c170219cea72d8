import { ID_RULE, splitPointer } from '@multistatus/wire';
import type { DecodedBatch } from '../formats/batch-decoder.js';
import { toPointer } from '../problem/issue.js';
import type { IssueCollector } from '../problem/issue-collector.js';
import { checkBatch, checkOperation } from './compiled-schemas.js';
import type { SchemaError } from './schema-error.js';

/** How many entries `dependsOn` and `references` of one operation can have. */
const MAX_LIST_LENGTH = 1_000;
const LISTS = ['dependsOn', 'references'] as const;

/** Adds to `issues` where a batch does not match its schema, except inside its operations. */
export function checkBatchShape(
  { value, mayBeEmpty = false }: Pick<DecodedBatch, 'value' | 'mayBeEmpty'>,
  issues: IssueCollector,
): void {
  if (checkBatch(value)) return;
  const errors = checkBatch.errors ?? [];
  addErrors(mayBeEmpty ? errors.filter(({ keyword }) => keyword !== 'minItems') : errors, [], issues);
}

/** Adds to `issues` the missing, unknown and wrongly typed members of one operation, at any level. */
export function checkOperationShape(operation: unknown, index: number, issues: IssueCollector): void {
  for (const name of LISTS) {
    const list = (operation as { readonly [name in (typeof LISTS)[number]]?: unknown } | null)?.[name];
    if (!Array.isArray(list) || list.length <= MAX_LIST_LENGTH) continue;
    // The other members are not checked: each entry of the list could be one more issue.
    const detail = `At most ${MAX_LIST_LENGTH} entries, got ${list.length}`;
    issues.add(toPointer('requests', index, name), 'too-many', detail);
    return;
  }
  if (!checkOperation(operation)) addErrors(checkOperation.errors ?? [], ['requests', index], issues);
}

function addErrors(
  errors: readonly SchemaError[],
  parent: readonly (string | number)[],
  issues: IssueCollector,
): void {
  for (const error of errors) {
    if (issues.isFull) return;
    const { code, detail, member } = explain(error);
    const tokens = [...parent, ...splitPointer(error.instancePath)];
    issues.add(toPointer(...tokens, ...(member === undefined ? [] : [member])), code, detail);
  }
}

function explain(error: SchemaError): { code: string; detail: string; member?: string } {
  switch (error.keyword) {
    case 'required': {
      const member = String(error.params['missingProperty']);
      return { code: 'missing', detail: `The member ${member} is required`, member };
    }
    case 'additionalProperties': {
      const member = String(error.params['additionalProperty']);
      return { code: 'unknown-member', detail: 'There is no such member', member };
    }
    case 'type':
      return { code: 'wrong-type', detail: `Must be of type ${String(error.params['type'])}` };
    case 'minItems':
      return { code: 'empty', detail: 'A batch needs at least one operation' };
    case 'pattern':
      return { code: 'invalid-id', detail: `An id or group name has ${ID_RULE}` };
    default: {
      const allowed = (error.params['allowedValues'] as readonly string[]).map((value) => `"${value}"`);
      return { code: 'invalid-value', detail: `Must be ${allowed.join(' or ')}` };
    }
  }
}
