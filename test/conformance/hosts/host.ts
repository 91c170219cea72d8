import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { BatchOptions } from '@multistatus/core';
import type { HostOptions, RunningHost } from '../case.js';

/** How a host is set up: the parser in front of the batch, its mount path, and its options. */
export interface HostSetup {
  readonly bodyParser: 'none' | 'json' | 'raw';
  readonly mount: '/' | '/api';
  readonly options: HostOptions;
  readonly answerHeaders: Readonly<Record<string, string>>;
}

/** Everything that a host passes to `batch()`. */
export interface BatchArguments extends BatchOptions {
  readonly target: (request: IncomingMessage, response: ServerResponse) => unknown;
}

/** A host that was started by the suite and is stopped by it. */
export interface StartedHost extends RunningHost {
  close(): Promise<void>;
}

/** One way to mount the product. To add a host, add a file that exports one of these. */
export interface ConformanceHost {
  readonly name: string;
  /** True if its answers are in a format of its own, so that their bytes are not those of the other hosts. */
  readonly hasOwnFormat?: boolean;
  /** The host whose bytes it must answer; core in memory if left out. */
  readonly model?: ConformanceHost;
  /** Cases that this host cannot pass, each with the reason to print. */
  readonly skip?: Readonly<Record<string, string>>;
  /** Cases that this host cannot pass behind a JSON parser, because the parser answers them itself. */
  readonly skipBehindJsonParser?: Readonly<Record<string, string>>;
  /** Cases that this host passes with other bytes than its model, each with the reason to print. */
  readonly otherBytes?: Readonly<Record<string, string>>;
  start(setup: HostSetup): Promise<StartedHost>;
}

/** Builds the application of a host that listens with Node's own server: the batch at `<mount>/batch`. */
export type ApplicationFactory = (setup: HostSetup, batchArguments: BatchArguments) => RequestListener;
