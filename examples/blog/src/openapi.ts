const ID = { name: 'id', in: 'path', required: true, schema: { type: 'string' }, example: '1' };

const PROBLEM = { description: 'A problem (RFC 9457).', content: { 'application/problem+json': {} } };

const JSON_ANSWER = { description: 'The answer.', content: { 'application/json': {} } };

const EMPTY_ANSWER = { description: 'Done. The answer has no body.' };

const TITLE = { type: 'string', example: 'A week in Lisbon' };

const CLOSED = { type: 'boolean', description: 'Whether the post is closed for comments.', example: false };

function reading(summary: string): object {
  return { summary, responses: { 200: JSON_ANSWER, default: PROBLEM } };
}

function deleting(summary: string): object {
  return { summary, responses: { 204: EMPTY_ANSWER, default: PROBLEM } };
}

/** Returns an operation that takes a JSON body of this schema. */
function taking(summary: string, status: '200' | '201', schema: object): object {
  return {
    summary,
    requestBody: { required: true, content: { 'application/json': { schema } } },
    responses: { [status]: JSON_ANSWER, default: PROBLEM },
  };
}

/** Returns the OpenAPI document of the blog. */
export function openApi(): object {
  const post = { type: 'object', properties: { title: TITLE, closed: CLOSED } };
  const comment = {
    type: 'object',
    properties: { text: { type: 'string', example: 'Which tram was that?' } },
    required: ['text'],
  };
  return {
    openapi: '3.1.0',
    info: { title: 'The blog', version: '1' },
    paths: {
      '/posts': {
        get: reading('Lists the posts'),
        post: taking('Creates a post', '201', { ...post, required: ['title'] }),
      },
      '/posts/{id}': {
        parameters: [ID],
        get: reading('Reads a post with its comments'),
        patch: taking('Changes a post', '200', post),
        delete: deleting('Deletes a post with its comments'),
      },
      '/posts/{id}/comments': { parameters: [ID], post: taking('Adds a comment', '201', comment) },
      '/comments/{id}': {
        parameters: [ID],
        get: reading('Reads a comment'),
        delete: deleting('Deletes a comment'),
      },
    },
  };
}
