import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { type BatchFault, MAX_FAULTS, toPointer } from './batch-fault.js';

/** The longest id of an operation, in characters. */
const MAX_ID_LENGTH = 64;

// `false` refuses a member that the format defines and this version does not support.
const BATCH_SCHEMA = {
  type: 'object',
  required: ['requests'],
  additionalProperties: false,
  properties: {
    execution: false,
    onError: false,
    requests: { type: 'array', minItems: 1 },
  },
};

const OPERATION_SCHEMA = {
  type: 'object',
  required: ['method', 'url'],
  additionalProperties: false,
  properties: {
    id: { type: 'string', pattern: `^[A-Za-z0-9._~-]{1,${MAX_ID_LENGTH}}$` },
    method: { type: 'string' },
    url: { type: 'string' },
    headers: { type: 'object', additionalProperties: { type: 'string' } },
    body: true,
    bodyEncoding: { enum: ['text', 'base64'] },
    dependsOn: false,
    atomicityGroup: false,
    references: false,
  },
};

const ajv = new Ajv({ allErrors: true, strict: true });
const validateBatch = ajv.compile(BATCH_SCHEMA);
const validateOperation = ajv.compile(OPERATION_SCHEMA);

/** Tells every fault in the shape of a parsed batch, without looking into its operations. */
export function findBatchShapeFaults(batch: unknown): BatchFault[] {
  return faultsOf(validateBatch, batch, []);
}

/** Tells every fault in the shape of one operation: missing, unknown and wrongly typed members at any level. */
export function findOperationShapeFaults(operation: unknown, index: number): BatchFault[] {
  return faultsOf(validateOperation, operation, ['requests', String(index)]);
}

function faultsOf(validate: ValidateFunction, value: unknown, place: readonly string[]): BatchFault[] {
  if (validate(value)) return [];
  return (validate.errors ?? []).slice(0, MAX_FAULTS).map((error) => {
    const tokens = error.instancePath.split('/').slice(1).map(unescapeToken);
    const { code, detail, member } = explain(error);
    return {
      pointer: toPointer(...place, ...tokens, ...(member === undefined ? [] : [member])),
      code,
      detail,
    };
  });
}

function explain(error: ErrorObject): { code: string; detail: string; member?: string } {
  const params = error.params as Readonly<Record<string, string>>;
  switch (error.keyword) {
    case 'required':
      return {
        code: 'missing',
        detail: `The member ${params['missingProperty']} is required`,
        member: params['missingProperty'] ?? '',
      };
    case 'additionalProperties':
      return {
        code: 'unknown-member',
        detail: 'There is no such member',
        member: params['additionalProperty'] ?? '',
      };
    case 'false schema':
      return { code: 'not-supported', detail: 'This member is not supported by this server' };
    case 'type':
      return { code: 'wrong-type', detail: `Must be of type ${params['type']}` };
    case 'minItems':
      return { code: 'empty', detail: 'A batch needs at least one operation' };
    case 'pattern':
      return {
        code: 'invalid-id',
        detail: `An id is 1 to ${MAX_ID_LENGTH} characters of A-Z a-z 0-9 . _ ~ -`,
      };
    default:
      return { code: 'invalid-value', detail: 'Must be "text" or "base64"' };
  }
}

function unescapeToken(token: string): string {
  return token.replaceAll('~1', '/').replaceAll('~0', '~');
}
