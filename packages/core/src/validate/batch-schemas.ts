import { ID_PATTERN } from '@multistatus/wire';

const ID = { type: 'string', pattern: `^${ID_PATTERN}$` };

/** The JSON Schema of an object with a fixed set of members. */
export interface ShapeSchema {
  readonly type: 'object';
  readonly required: readonly string[];
  readonly additionalProperties: false;
  /** The schema of each member; `true` allows any value. */
  readonly properties: Readonly<Record<string, Readonly<Record<string, unknown>> | true>>;
}

/** The JSON Schema of a batch, without that of its operations. `checkBatch` is compiled from it. */
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

/** The JSON Schema of one reference of an operation. */
export const REFERENCE_SCHEMA: ShapeSchema = {
  type: 'object',
  required: ['at', 'from', 'value'],
  additionalProperties: false,
  properties: { at: { type: 'string' }, from: { type: 'string' }, value: { type: 'string' } },
};

/** The JSON Schema of one operation. `checkOperation` is compiled from it. */
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
    references: { type: 'array', items: REFERENCE_SCHEMA },
  },
};
