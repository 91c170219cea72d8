import type { BeginRequest, BegunEntry, EntryWrite } from '@multistatus/journal';
import { FaultyStore } from './faulty-store.js';
import { OwnerRecord } from './owner-record.js';
import type { ServerProcess } from './server-process.js';
import { STORE_TIMEOUT_MS } from './settings.js';
import type { World } from './world.js';

/** The store, as one process sees it, which notes what each owner of an entry learns. */
export class ObservedStore extends FaultyStore {
  readonly #world: World;
  readonly #process: ServerProcess;

  constructor(world: World, process: ServerProcess) {
    super(world, process);
    this.#world = world;
    this.#process = process;
  }

  override begin(request: BeginRequest): Promise<BegunEntry> {
    const exchange = this.#process.currentExchange;
    const { owners, time } = this.#world;
    const attempt = exchange?.onBegin(request) ?? 0;
    return super.begin(request).then((begun) => {
      exchange?.onBegun(attempt, request, begun);
      if (!owners.has(request.owner)) owners.set(request.owner, new OwnerRecord(time.now));
      return begun;
    });
  }

  override write(ref: string, write: EntryWrite): Promise<boolean> {
    const { owners, time } = this.#world;
    const written = super.write(ref, write);
    const sentAt = time.now;
    written.then(
      (isOurs) => {
        // An answer that comes later counts as lost.
        if (time.now - sentAt < STORE_TIMEOUT_MS) owners.get(write.owner)?.onWritten(isOurs, time.now);
      },
      () => {},
    );
    return written;
  }
}
