import { effect, type Signal, signal } from '@preact/signals';
import { accessHeaders } from '../model/access.js';
import { draft } from '../model/draft.js';
import { endpointState } from '../model/endpoint.js';
import type { DraftFault } from './draft-fault.js';
import { readyDraft } from './ready-draft.js';

/** How long the text must rest before it is checked, in milliseconds. */
const REST_MS = 150;

/** What the endpoint would refuse in the draft; `undefined` until it is known. It may lag behind the text for a moment. */
export const draftFaults: Signal<readonly DraftFault[] | undefined> = signal(undefined);

/** Checks the draft now. Resolves to its faults; `undefined` if the code that checks it cannot be loaded. */
export async function checkNow(): Promise<readonly DraftFault[] | undefined> {
  const text = draft.value;
  try {
    const { checkDraft } = await import('./check-draft.js');
    const envelopeHeaders = {
      host: location.host, // the endpoint is in the app that serves this page
      ...Object.fromEntries(accessHeaders.value.map(([name, value]) => [name.toLowerCase(), value])),
    };
    const faults = checkDraft(text, { ...endpointState.value?.description, envelopeHeaders });
    if (draft.value === text) draftFaults.value = faults;
    return faults;
  } catch {
    draftFaults.value = undefined;
    return undefined;
  }
}

/** Keeps {@link draftFaults} up to date. Returns a function that ends it. */
export function watchDraft(): () => void {
  return effect(() => {
    if (draft.value === '' || draft.value === readyDraft.value) {
      draftFaults.value = undefined;
      return undefined;
    }
    void endpointState.value;
    void accessHeaders.value;
    const timer = setTimeout(() => void checkNow(), REST_MS);
    return () => clearTimeout(timer);
  });
}
