import type { BatchQueue } from '@multistatus/async';
import { bullmqQueue } from '@multistatus/async/bullmq';
import { memoryQueue } from '@multistatus/async/memory';
import { createJournal, type StoreJournal } from '@multistatus/journal';
import { memoryStore } from '@multistatus/journal/memory';
import { redisStore } from '@multistatus/journal/redis';
import type { Request } from 'express';
import { clientOf } from './client-cookie.js';
import { memoryPhotos, type Photos, redisPhotos } from './photos.js';

/** What the web process and the workers share. */
export interface Backend {
  readonly journal: StoreJournal<Request>;
  readonly queue: BatchQueue;
  readonly photos: Photos;
  readonly close: () => Promise<void>;
}

/** Opens everything in the memory of this process, or, with the URL of a Redis server, there. */
export async function openBackend(redisUrl?: string): Promise<Backend> {
  const identify = clientOf;
  if (redisUrl === undefined) {
    const journal = createJournal({ store: memoryStore(), identify });
    const queue = memoryQueue();
    return {
      journal,
      queue,
      photos: memoryPhotos(),
      async close() {
        journal.close();
        await queue.close();
      },
    };
  }
  const { Redis } = await import('ioredis');
  const redis = new Redis(redisUrl, { enableOfflineQueue: false, lazyConnect: true });
  // ioredis connects again; until then, the answer is 503.
  redis.on('error', () => {});
  await redis.connect();
  const journal = createJournal({ store: redisStore(redis), identify });
  const queue = bullmqQueue({ connection: { url: redisUrl } });
  await Promise.all([journal.ready(), queue.check()]);
  return {
    journal,
    queue,
    photos: redisPhotos(redis),
    async close() {
      journal.close();
      await queue.close();
      await redis.quit();
    },
  };
}
