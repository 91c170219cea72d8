import { describeBatch, type ExpressBatchOptions } from '@multistatus/express';
import { TITLE } from './read-request.js';

const ID = { name: 'id', in: 'path', required: true, schema: { type: 'integer', minimum: 1 }, example: 1 };

const PROBLEM = { description: 'A problem (RFC 9457).', content: { 'application/problem+json': {} } };

const JSON_ANSWER = { description: 'The answer.', content: { 'application/json': {} } };

const EMPTY_ANSWER = { description: 'Done. The answer has no body.' };

/** Returns an operation that takes a JSON body with some of these members. */
function taking(
  summary: string,
  properties: object,
  { required = [], status = '200' }: { readonly required?: readonly string[]; readonly status?: string } = {},
): object {
  const schema = { type: 'object', properties, required, minProperties: 1, additionalProperties: false };
  return {
    summary,
    requestBody: { required: true, content: { 'application/json': { schema } } },
    responses: { [status]: JSON_ANSWER, default: PROBLEM },
  };
}

function reading(summary: string): object {
  return { summary, responses: { 200: JSON_ANSWER, default: PROBLEM } };
}

function deleting(summary: string): object {
  return { summary, responses: { 204: EMPTY_ANSWER, default: PROBLEM } };
}

const ALBUM = { title: { ...TITLE, example: 'Sintra' } };
const PHOTO = { title: { ...TITLE, example: 'Tiles & trams' }, locked: { type: 'boolean', example: false } };

/** Returns the OpenAPI document of the album. `batchOptions` are those of `batch()`. */
export function openApi(batchOptions: ExpressBatchOptions): object {
  return {
    openapi: '3.1.0',
    info: { title: 'The photo album', version: '1' },
    paths: {
      '/albums': {
        get: reading('Lists the albums'),
        post: taking('Creates an album', ALBUM, { required: ['title'], status: '201' }),
      },
      '/albums/{id}': {
        parameters: [ID],
        get: reading('Reads an album'),
        patch: taking('Renames an album', ALBUM, { required: ['title'] }),
        delete: deleting('Deletes an album with its photos'),
      },
      '/albums/{id}/photos': {
        parameters: [ID],
        post: taking('Creates a photo in an album', PHOTO, { required: ['title'], status: '201' }),
      },
      '/photos': { get: reading('Lists the photos') },
      '/photos/{id}': {
        parameters: [ID],
        get: reading('Reads a photo'),
        patch: taking('Changes a photo', PHOTO),
        delete: deleting('Deletes a photo'),
      },
      '/batch': describeBatch(batchOptions),
    },
  };
}
