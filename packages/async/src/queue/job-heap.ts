import type { QueuedJob } from '../batch-queue.js';

interface Place {
  readonly job: QueuedJob;
  /** Grows with each job that is added. */
  readonly number: number;
}

/** The waiting jobs of a queue: the most urgent first, and of equals the one that was added first. A binary heap. */
export class JobHeap {
  readonly #places: Place[] = [];
  #added = 0;

  get size(): number {
    return this.#places.length;
  }

  push(job: QueuedJob): void {
    const places = this.#places;
    const place = { job, number: this.#added++ };
    let index = places.length;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = places[parent];
      if (above === undefined || !isBefore(place, above)) break;
      places[index] = above;
      index = parent;
    }
    places[index] = place;
  }

  /** Removes the first job, and returns it; `undefined` if none is waiting. */
  pop(): QueuedJob | undefined {
    const places = this.#places;
    const first = places[0];
    const last = places.pop();
    if (first === undefined || last === undefined) return undefined;
    if (first !== last) this.#sink(last);
    return first.job;
  }

  #sink(place: Place): void {
    const places = this.#places;
    let index = 0;
    for (;;) {
      const left = places[2 * index + 1];
      const right = places[2 * index + 2];
      const isRight = left !== undefined && right !== undefined && isBefore(right, left);
      const child = isRight ? right : left;
      if (child === undefined || !isBefore(child, place)) break;
      places[index] = child;
      index = 2 * index + (isRight ? 2 : 1);
    }
    places[index] = place;
  }
}

function isBefore(a: Place, b: Place): boolean {
  return a.job.priority === b.job.priority ? a.number < b.number : a.job.priority < b.job.priority;
}
