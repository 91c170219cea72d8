/** The OpenAPI document of the app. */
export const OPENAPI = {
  openapi: '3.1.0',
  info: { title: 'Photos', version: '1' },
  paths: {
    '/photos': {
      post: {
        summary: 'Add a photo',
        requestBody: {
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['title'],
                properties: { title: { type: 'string', examples: ['Tejo'] } },
              },
            },
          },
        },
        responses: { 201: { description: 'Added' } },
      },
    },
    '/photos/{id}': {
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string', examples: ['7'] } }],
      get: { summary: 'Read a photo', responses: { 200: { description: 'The photo' } } },
      delete: { summary: 'Delete a photo', responses: { 204: { description: 'Deleted' } } },
    },
  },
} as const;
