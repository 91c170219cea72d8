import type { Format } from '@multistatus/core';
import { decodeParts } from './decode-parts.js';
import { encodeParts } from './encode-parts.js';
import { GOOGLE_ERROR, toGoogleError } from './google-error.js';

/** Creates the format `google-batch`: the batches of Google's APIs, `multipart/mixed` with one HTTP message in each part. */
export function googleBatch(): Format {
  return {
    name: 'google-batch',
    batch: {
      mediaTypes: ['multipart/mixed'],
      decode: decodeParts,
      // Clients send no Accept, or one for the parts.
      answerType: () => 'multipart/mixed',
      toSchema: () => ({ type: 'string', description: 'A part of application/http for each request.' }),
    },
    answer: {
      mediaTypes: ['multipart/mixed'],
      order: 'request',
      encode: encodeParts,
      toSchema: () => ({ type: 'string', description: 'A part of application/http for each response.' }),
    },
    problem: {
      mediaType: 'application/json',
      encode: (problem) => ({
        contentType: 'application/json; charset=UTF-8',
        body: JSON.stringify(toGoogleError(problem)),
      }),
      toSchema: () => GOOGLE_ERROR,
    },
  };
}
