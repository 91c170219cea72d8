import type { PageConfig } from '../page-config.js';

/** Sends the draft. */
export function sendDraft(_config: PageConfig): Promise<void> {
  return Promise.resolve();
}
