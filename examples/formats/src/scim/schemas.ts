import type { JsonSchema } from '@multistatus/core';

const MESSAGES = 'urn:ietf:params:scim:api:messages:2.0';

/** The URNs of the messages of SCIM (RFC 7644 section 3.1). */
export const REQUEST_URN: string = `${MESSAGES}:BulkRequest`;
export const RESPONSE_URN: string = `${MESSAGES}:BulkResponse`;
export const ERROR_URN: string = `${MESSAGES}:Error`;

const TEXT = { type: 'string' };

/** Describes a bulk request for OpenAPI. */
export const BULK_REQUEST: JsonSchema = {
  type: 'object',
  required: ['schemas', 'Operations'],
  properties: {
    schemas: { const: [REQUEST_URN] },
    failOnErrors: { type: 'integer', minimum: 0 },
    Operations: {
      type: 'array',
      items: {
        type: 'object',
        required: ['method', 'path'],
        properties: {
          method: { enum: ['POST', 'PUT', 'PATCH', 'DELETE'] },
          bulkId: TEXT,
          version: TEXT,
          path: TEXT,
          data: { type: 'object' },
        },
      },
    },
  },
};

/** Describes an error for OpenAPI. */
export const SCIM_ERROR: JsonSchema = {
  type: 'object',
  required: ['schemas', 'status'],
  properties: { schemas: { const: [ERROR_URN] }, status: TEXT, scimType: TEXT, detail: TEXT },
};

/** Describes a bulk response for OpenAPI. */
export const BULK_RESPONSE: JsonSchema = {
  type: 'object',
  required: ['schemas', 'Operations'],
  properties: {
    schemas: { const: [RESPONSE_URN] },
    Operations: {
      type: 'array',
      items: {
        type: 'object',
        required: ['method', 'status'],
        properties: {
          method: TEXT,
          bulkId: TEXT,
          version: TEXT,
          location: TEXT,
          status: TEXT,
          response: {},
        },
      },
    },
  },
};
