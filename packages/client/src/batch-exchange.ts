import type { MultistatusReading } from '@multistatus/document';
import type { BatchError } from './batch-error.js';

/** An answer with outcomes. */
export interface Answer {
  readonly kind: 'answered';
  readonly reading: MultistatusReading;
  readonly headers: Headers;
  /** Why the answer is incomplete, if it is: operations that are missing from it may have run. */
  readonly truncation?: unknown;
}

/** The result of sending one batch. */
export type BatchExchange =
  | Answer
  /** None of the batch ran. */
  | { readonly kind: 'refused'; readonly error: BatchError; readonly retryAfter: string | undefined }
  /** Some of it may have run. */
  | {
      readonly kind: 'lost';
      readonly error: BatchError;
      readonly retryAfter: string | undefined;
      /** True if a web page was sent, with the status of a success. */
      readonly isPage?: boolean;
    };
