import { respondAsync } from '@multistatus/async';
import { type BulkHandler, bulk, created } from '@multistatus/express';
import type { Backend } from './backend.js';
import type { Photo } from './photos.js';

const PHOTO = {
  type: 'object',
  properties: {
    id: { type: 'integer', minimum: 1 },
    title: { type: 'string', minLength: 1, maxLength: 200 },
  },
  required: ['id', 'title'],
  additionalProperties: false,
};

/** Creates the handler of `POST /photos`: a list of photos, each validated and answered on its own. */
export function photoImports({ journal, queue, photos }: Backend): BulkHandler {
  return bulk({
    journal,
    // With `Prefer: respond-async`, the list is kept and answered 202; workers add its photos.
    async: respondAsync({ queue, name: 'photos', monitors: '/monitors' }),
    item: PHOTO,
    href: ({ id }: Photo) => `/photos/${id}`,
    handle: async (photo: Photo) => {
      await photos.add(photo);
      return created(`/photos/${photo.id}`);
    },
    onError: (error) => console.error(error),
  });
}
