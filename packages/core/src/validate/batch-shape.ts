import { ID_PATTERN, MAX_ID_LENGTH, splitPointer, valueAt } from '@multistatus/wire';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { type Issue, MAX_ISSUES, toPointer } from '../problem/issue.js';

/** How many entries `dependsOn` and `references` of one operation can have. */
const MAX_LIST_LENGTH = 1_000;
const LISTS = [['dependsOn'], ['references']];

const ID = { type: 'string', pattern: `^${ID_PATTERN}$` };

/** The JSON Schema of an object with a fixed set of members. */
export interface ShapeSchema {
  readonly type: 'object';
  readonly required: readonly string[];
  readonly additionalProperties: false;
  /** The schema of each member; `true` allows any value. */
  readonly properties: Readonly<Record<string, Readonly<Record<string, unknown>> | true>>;
}

/** The JSON Schema of a batch, without that of its operations. */
export const BATCH_SCHEMA: ShapeSchema = {
  type: 'object',
  required: ['requests'],
  additionalProperties: false,
  properties: {
    execution: { enum: ['parallel', 'sequential'] },
    onError: { enum: ['continue', 'stop'] },
    requests: { type: 'array', minItems: 1 },
  },
};

/** The JSON Schema of one operation. */
export const OPERATION_SCHEMA: ShapeSchema = {
  type: 'object',
  required: ['method', 'url'],
  additionalProperties: false,
  properties: {
    id: ID,
    method: { type: 'string' },
    url: { type: 'string' },
    headers: { type: 'object', additionalProperties: { type: 'string' } },
    body: true,
    bodyEncoding: { enum: ['text', 'base64'] },
    dependsOn: { type: 'array', items: { type: 'string' } },
    atomicityGroup: ID,
    references: {
      type: 'array',
      items: {
        type: 'object',
        required: ['at', 'from', 'value'],
        additionalProperties: false,
        properties: { at: { type: 'string' }, from: { type: 'string' }, value: { type: 'string' } },
      },
    },
  },
};

const ajv = new Ajv({ allErrors: true, strict: true });
const validateBatch = ajv.compile(BATCH_SCHEMA);
const validateOperation = ajv.compile(OPERATION_SCHEMA);

/** Returns the schema violations of a parsed batch, except those inside its operations. */
export function findBatchShapeIssues(batch: unknown): Issue[] {
  return issuesOf(validateBatch, batch, []);
}

/** Returns the schema violations of one operation: missing, unknown and wrongly typed members at any level. */
export function findOperationShapeIssues(operation: unknown, index: number): readonly Issue[] {
  for (const tokens of LISTS) {
    const list = valueAt(operation, tokens);
    if (!Array.isArray(list) || list.length <= MAX_LIST_LENGTH) continue;
    // Stops here, because each of the entries could be invalid as well.
    const detail = `At most ${MAX_LIST_LENGTH} entries, got ${list.length}`;
    return [{ pointer: toPointer('requests', index, ...tokens), code: 'too-many', detail }];
  }
  return issuesOf(validateOperation, operation, ['requests', index]);
}

function issuesOf(validate: ValidateFunction, value: unknown, parent: readonly (string | number)[]): Issue[] {
  if (validate(value)) return [];
  return (validate.errors ?? []).slice(0, MAX_ISSUES).map((error) => {
    const tokens = splitPointer(error.instancePath);
    const { code, detail, member } = explain(error);
    return {
      pointer: toPointer(...parent, ...tokens, ...(member === undefined ? [] : [member])),
      code,
      detail,
    };
  });
}

function explain(error: ErrorObject): { code: string; detail: string; member?: string } {
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
      return {
        code: 'invalid-id',
        detail: `An id or group name is 1 to ${MAX_ID_LENGTH} characters of A-Z a-z 0-9 . _ ~ -`,
      };
    default: {
      const allowed = (error.params['allowedValues'] as readonly string[]).map((value) => `"${value}"`);
      return { code: 'invalid-value', detail: `Must be ${allowed.join(' or ')}` };
    }
  }
}
