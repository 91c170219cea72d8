import { batchFetch } from '@multistatus/client';

const api = batchFetch({ url: new URL('/batch', location.href) });

/** Loads two photos with one request. */
globalThis.loadPhotos = async () => {
  const answers = await Promise.all([api('/photos/7'), api('/photos/99')]);
  return Promise.all(answers.map(async (answer) => ({ status: answer.status, body: await answer.json() })));
};
