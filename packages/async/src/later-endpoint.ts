import type { AsyncEndpoint, EnvelopeRequest, Journal, WorkHead } from '@multistatus/core/adapter';
import type { JournalBatches } from '@multistatus/journal';
import { CheckedQueue } from './accept/checked-queue.js';
import type { Report } from './journal-call.js';
import { EventFeeds } from './monitor/event-feeds.js';
import { PollTimes } from './monitor/poll-times.js';
import { ReadingShare } from './monitor/reading-share.js';
import type { AsyncSettings } from './options/async-settings.js';

/** An endpoint whose requests can be answered later. */
export class LaterEndpoint {
  readonly endpoint: AsyncEndpoint;
  readonly settings: AsyncSettings;
  readonly batches: JournalBatches;
  readonly queue: CheckedQueue;
  readonly feeds: EventFeeds;
  readonly reading: ReadingShare = new ReadingShare();
  readonly polls: PollTimes;
  /** False if requests are lost when a process ends. */
  readonly isDurable: boolean;

  /** @throws {TypeError} if the journal of the endpoint cannot keep batches. */
  constructor(endpoint: AsyncEndpoint, settings: AsyncSettings) {
    this.endpoint = endpoint;
    this.settings = settings;
    this.batches = batchesOf(endpoint.journal);
    this.queue = new CheckedQueue(settings.queue);
    this.feeds = new EventFeeds(this.batches.records, settings.limits.maxWatchers);
    this.polls = new PollTimes(settings.limits.minPollMs);
    this.isDurable = settings.queue.isDurable && this.batches.records.isDurable;
  }

  /** Returns the path of the monitors, as the client sees it. */
  monitorsPath({ path }: Pick<WorkHead, 'path'>): string {
    const { monitors } = this.settings;
    return monitors === undefined ? `${path}/monitors` : `${this.endpoint.basePath}${monitors}`;
  }

  /** Returns the function that reports an error that belongs to a request to the option `onError`. */
  reportOf({ outer }: Pick<EnvelopeRequest, 'outer'>): Report {
    return (error) => this.endpoint.onError(error, { request: outer });
  }
}

/** @throws {TypeError} if the journal cannot keep batches. */
function batchesOf(journal: Journal & { readonly batches?: JournalBatches | undefined }): JournalBatches {
  if (journal.batches !== undefined) return journal.batches;
  throw new TypeError(
    'respondAsync needs a journal that createJournal of @multistatus/journal has created, with a store that keeps records, such as memoryStore()',
  );
}
