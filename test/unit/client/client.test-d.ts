// Compiled, never run: what the types of the client let through, and what they do not.
import { type BatchResult, batchFetch, createBatch, type OperationHandle, path } from '@multistatus/client';

interface Album {
  readonly id: number;
}

const api: typeof fetch = batchFetch({ url: 'https://a.example/batch' });
void api(new Request('https://a.example/'), { method: 'POST' });

const batch = createBatch({ execution: 'parallel' });
const album: OperationHandle<Album> = batch.request('album').post<Album>('/albums', { title: 'a' });
batch.request().get(path`/albums/${album.ref('/body/id')}`, { dependsOn: [album, 'group'] });
batch.request().get('/', { headers: { 'if-match': album.ref('/headers/etag') } });

export function read(result: BatchResult): number {
  const outcome = result.of(album);
  // @ts-expect-error: a failure holds something else
  const { id } = outcome.body;
  return outcome.ok ? outcome.body.id : (id as number);
}

// @ts-expect-error: no such part of a response
album.ref('/url');
// @ts-expect-error: an option without meaning
createBatch({ execution: 'random' });
// @ts-expect-error: url is needed
batchFetch({});
