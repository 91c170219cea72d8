import { currentRun } from '../model/run.js';
import type { PageConfig } from '../page-config.js';
import { composeMessage } from './compose-message.js';
import { checkNow } from './draft-faults.js';

/** Sends the draft, unless it has faults or another batch is being sent. */
export async function sendNow(config: PageConfig): Promise<void> {
  if (currentRun.value?.phase.value === 'sending') {
    composeMessage.value = 'A batch is being sent. Wait until it ends, or cancel it.';
    return;
  }
  const faults = await checkNow();
  if (faults !== undefined && faults.length > 0) {
    composeMessage.value = 'Nothing was sent: correct the faults first.';
    return;
  }
  composeMessage.value = '';
  // Loaded with the first run, so that the page opens without it.
  const sending = await import('../model/send-draft.js').catch(() => undefined);
  if (sending === undefined)
    composeMessage.value =
      'Nothing was sent: a part of this page could not be loaded. Check that the server is running, then send again.';
  await sending?.sendDraft(config);
}
