import type { JsonSchema } from '@multistatus/core';

const TEXT = { type: 'string' };
const FIELDS = { type: 'object', additionalProperties: TEXT };
const BODY = {
  description: 'A JSON value; a string if the content type is `text/*`; base64 for any other content type.',
};

const REQUEST_MEMBERS = {
  id: { description: 'Unique in the batch.', ...TEXT },
  method: { description: 'In any case.', ...TEXT },
  url: { description: 'Relative to the service root, or an absolute path, or a URL of this host.', ...TEXT },
  headers: { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean'] } },
  body: BODY,
};

function toBatchSchema(requests: JsonSchema, members: JsonSchema): JsonSchema {
  const properties = { ...REQUEST_MEMBERS, ...members };
  const request = { type: 'object', required: ['id', 'method', 'url'], properties };
  return {
    type: 'object',
    required: ['requests'],
    properties: { requests: { type: 'array', ...requests, items: request } },
  };
}

function toAnswerSchema(members: JsonSchema): JsonSchema {
  const response = {
    type: 'object',
    required: ['id', 'status', 'headers'],
    properties: {
      id: { description: 'That of the request.', ...TEXT },
      ...members,
      status: { type: 'integer', minimum: 200, maximum: 599 },
      headers: FIELDS,
      body: BODY,
    },
  };
  return {
    type: 'object',
    required: ['responses'],
    properties: {
      responses: { description: 'In the order of the request.', type: 'array', items: response },
    },
  };
}

const NAMES = { type: 'array', items: TEXT };

/** Returns the schema of a batch of Microsoft Graph. */
export function graphBatchSchema(maxRequests: number): JsonSchema {
  return toBatchSchema(
    { maxItems: maxRequests },
    { dependsOn: { description: 'Ids of requests that must succeed first.', ...NAMES } },
  );
}

/** The schema of an answer of Microsoft Graph. */
export const GRAPH_ANSWER_SCHEMA: JsonSchema = toAnswerSchema({});

const GROUP = { atomicityGroup: { description: 'Requests of a group are adjacent.', ...TEXT } };

/** The schema of a batch of OData in JSON. */
export const ODATA_BATCH_SCHEMA: JsonSchema = toBatchSchema(
  {},
  {
    ...GROUP,
    dependsOn: { description: 'Earlier requests and groups that must succeed first.', ...NAMES },
  },
);

/** The schema of a batch of OData in `multipart/mixed`. */
export const MULTIPART_BATCH_SCHEMA: JsonSchema = {
  description: 'A part of type application/http for each request, or a changeset.',
  ...TEXT,
};

/** The schema of an answer of OData in JSON. */
export const ODATA_ANSWER_SCHEMA: JsonSchema = toAnswerSchema(GROUP);

/** The schema of an answer of OData in `multipart/mixed`. */
export const MULTIPART_ANSWER_SCHEMA: JsonSchema = {
  description: 'A part for each part of the batch.',
  ...TEXT,
};
