import type { RequestListener } from 'node:http';
import type { AppParts } from './app-settings.js';

/** An app that runs. */
export interface RunningApp {
  readonly listener: RequestListener;
  /** Stops what runs beside the server. */
  readonly stop?: () => Promise<void>;
}

/** Creates the app of a test on a version of a framework. */
export type Host = (parts: AppParts) => RunningApp;
