import { ID_RULE, splitPointer, suggestNames, valueAt } from '@multistatus/wire';
import type { DecodedBatch } from '../formats/batch-decoder.js';
import { ENCODED_TWICE, isEncodedJson } from '../operation/is-encoded-json.js';
import { toPointer } from '../problem/issue.js';
import type { IssueCollector } from '../problem/issue-collector.js';
import { BATCH_SCHEMA, OPERATION_SCHEMA, REFERENCE_SCHEMA } from './batch-schemas.js';
import { MAX_LIST_LENGTH } from './bounded-list.js';
import { checkBatch, checkOperation } from './compiled-schemas.js';
import type { SchemaError } from './schema-error.js';

/** The issue of a batch without operations. */
export const EMPTY_BATCH = { code: 'empty', detail: 'A batch needs at least one operation' } as const;

const LISTS = ['dependsOn', 'references'] as const;
/** An example of a batch, for messages. */
const ENVELOPE = '{ "requests": [{ "method": "GET", "url": "/photos/7" }] }';

/** Adds to `issues` where a batch does not match its schema, except inside its operations. */
export function checkBatchShape(
  { value, mayBeEmpty = false }: Pick<DecodedBatch, 'value' | 'mayBeEmpty'>,
  issues: IssueCollector,
): void {
  if (checkBatch(value)) return;
  const errors = checkBatch.errors ?? [];
  const found = mayBeEmpty ? errors.filter(({ keyword }) => keyword !== 'minItems') : errors;
  addErrors(found, { value, tokens: [] }, issues);
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
  if (checkOperation(operation)) return;
  addErrors(checkOperation.errors ?? [], { value: operation, tokens: ['requests', index] }, issues);
}

/** A batch or an operation that was checked, and the tokens of the pointer to it. */
interface Checked {
  readonly value: unknown;
  readonly tokens: readonly (string | number)[];
}

function addErrors(errors: readonly SchemaError[], checked: Checked, issues: IssueCollector): void {
  for (const error of errors) {
    if (issues.isFull) return;
    const { code, detail, member } = explain(error, checked);
    const tokens = [...checked.tokens, ...splitPointer(error.instancePath)];
    issues.add(toPointer(...tokens, ...(member === undefined ? [] : [member])), code, detail);
  }
}

function explain(error: SchemaError, checked: Checked): { code: string; detail: string; member?: string } {
  const isBatch = checked.tokens.length === 0;
  switch (error.keyword) {
    case 'required': {
      const member = String(error.params['missingProperty']);
      const example = isBatch ? `, as in ${ENVELOPE}` : '';
      return { code: 'missing', detail: `The member ${member} is required${example}`, member };
    }
    case 'additionalProperties': {
      const member = String(error.params['additionalProperty']);
      const names = suggestNames(member, { kind: 'members', known: membersAt(error, isBatch) });
      return { code: 'unknown-member', detail: `There is no such member; ${names}`, member };
    }
    case 'type':
      return { code: 'wrong-type', detail: explainType(error, checked) };
    case 'minItems':
      return EMPTY_BATCH;
    case 'pattern':
      return { code: 'invalid-id', detail: `An id or group name has ${ID_RULE}` };
    default: {
      const allowed = (error.params['allowedValues'] as readonly string[]).map((value) => `"${value}"`);
      return { code: 'invalid-value', detail: `Must be ${allowed.join(' or ')}` };
    }
  }
}

/** Returns the members of the object that has an unknown one. */
function membersAt({ instancePath }: SchemaError, isBatch: boolean): readonly string[] {
  if (isBatch) return Object.keys(BATCH_SCHEMA.properties);
  return Object.keys((instancePath === '' ? OPERATION_SCHEMA : REFERENCE_SCHEMA).properties);
}

function explainType({ instancePath, params }: SchemaError, { value, tokens }: Checked): string {
  const expected = `Must be of type ${String(params['type'])}`;
  if (isEncodedJson(valueAt(value, splitPointer(instancePath)))) return `${expected}; ${ENCODED_TWICE}`;
  const isBatch = tokens.length === 0 && instancePath === '';
  return isBatch ? `${expected}, as in ${ENVELOPE}` : expected;
}
