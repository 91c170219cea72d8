import type { Redis } from 'ioredis';

/** One photo, as a line of an upload has it. */
export interface Photo {
  readonly id: number;
  readonly title: string;
}

/** How many photos there are, and how many of them were added more than once. */
export interface PhotoCount {
  readonly photos: number;
  readonly addedTwice: number;
}

/** Where photos are kept. It counts how often each was added, so that you see whether anything ran twice. */
export interface Photos {
  add(photo: Photo): Promise<void>;
  count(): Promise<PhotoCount>;
}

/** Creates photos in the memory of this process. */
export function memoryPhotos(): Photos {
  const timesAdded = new Map<number, number>();
  return {
    async add({ id }) {
      timesAdded.set(id, (timesAdded.get(id) ?? 0) + 1);
    },
    async count() {
      const addedTwice = [...timesAdded.values()].filter((times) => times > 1).length;
      return { photos: timesAdded.size, addedTwice };
    },
  };
}

const TITLES = 'photos';
const ADDED_TWICE = 'photos:added-twice';

/** Creates photos in Redis, where all processes see them. */
export function redisPhotos(redis: Redis): Photos {
  return {
    async add({ id, title }) {
      const isNew = await redis.hsetnx(TITLES, String(id), title);
      if (isNew === 0) await redis.sadd(ADDED_TWICE, String(id));
    },
    async count() {
      const [photos, addedTwice] = await Promise.all([redis.hlen(TITLES), redis.scard(ADDED_TWICE)]);
      return { photos, addedTwice };
    },
  };
}
