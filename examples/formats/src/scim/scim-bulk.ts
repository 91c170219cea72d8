import type { Format } from '@multistatus/core';
import { decodeBulk } from './decode-bulk.js';
import { encodeBulk } from './encode-bulk.js';
import { BULK_REQUEST, BULK_RESPONSE, SCIM_ERROR } from './schemas.js';
import { toScimError } from './scim-error.js';

/** Creates the format `scim-bulk`: bulk requests of SCIM (RFC 7644 section 3.7). Paths are relative to the path above the endpoint. */
export function scimBulk(): Format {
  return {
    name: 'scim-bulk',
    batch: {
      mediaTypes: ['application/scim+json', 'application/json'],
      decode: decodeBulk,
      toSchema: () => BULK_REQUEST,
    },
    answer: {
      mediaTypes: ['application/scim+json', 'application/json'],
      order: 'request',
      encode: encodeBulk,
      toSchema: () => BULK_RESPONSE,
    },
    problem: {
      mediaType: 'application/scim+json',
      encode: (problem) => ({
        contentType: 'application/scim+json',
        body: JSON.stringify(toScimError(problem)),
      }),
      toSchema: () => SCIM_ERROR,
    },
  };
}
