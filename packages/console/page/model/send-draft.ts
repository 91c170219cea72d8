import type { ResendPlan } from '@multistatus/client';
import type { PageConfig } from '../page-config.js';
import { answerLater } from './answer-later.js';
import { draft } from './draft.js';
import { exchangeRun } from './exchange-run.js';
import { parseDraft } from './parse-draft.js';
import { createRun, currentRun, type Run } from './run.js';
import { selectedIndex } from './selection.js';

/** Sends the draft. Resolves when the run has ended. */
export async function sendDraft({ endpoint }: PageConfig): Promise<void> {
  const text = draft.value;
  try {
    const batch = parseDraft(text);
    await exchangeRun(begin(createRun({ text, batch })), {
      ...{ url: endpoint, batch },
      isLater: answerLater.value,
    });
  } catch (error) {
    const run = begin(createRun({ text, batch: { requests: [] } }));
    run.error.value = error;
    run.phase.value = 'failed';
  }
}

/** Sends the operations of a plan again. Their outcomes take the place of the old ones; the other rows are kept. */
export function resend({ endpoint }: PageConfig, before: Run, { batch }: ResendPlan): Promise<void> {
  const ids = new Set(batch.requests.map(({ id }) => id));
  const sent = before.operations.filter(({ id }) => ids.has(id)).map(({ index }) => index);
  const run = createRun({
    text: JSON.stringify(batch),
    batch: before.batch,
    before,
    sent: new Set(sent),
  });
  return exchangeRun(begin(run), { url: endpoint, batch, isLater: before.monitor.value !== undefined });
}

/** Sends the same operations again, with the same Idempotency-Key: the server runs no operation twice. */
export function sendWithSameKey({ endpoint }: PageConfig, before: Run): Promise<void> {
  const { text, batch, sent, monitor, key } = before;
  const run = createRun({ text, batch, before, sent });
  return exchangeRun(begin(run), {
    url: endpoint,
    batch: { ...batch, requests: batch.requests.filter((_, index) => sent.has(index)) },
    isLater: monitor.value !== undefined,
    key: key.value,
  });
}

function begin(run: Run): Run {
  selectedIndex.value = undefined;
  currentRun.value = run;
  return run;
}
