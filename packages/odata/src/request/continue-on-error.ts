import { firstValue, splitOutsideQuotes } from '@multistatus/wire';
import type { EnvelopeFields } from './envelope-fields.js';

const CONTINUE = /^((?:odata\.)?continue-on-error)\s*(?:=\s*"?([^\s;"]*)"?\s*)?(?:;|$)/i;

/**
 * Returns the name by which a client asks that a batch goes on after a failure, `continue-on-error` (OData 4.01 section
 * 8.2.8.3) or `odata.continue-on-error`; `undefined` if it does not ask for that. Of several preferences the first one counts.
 */
export function continueOnErrorName(headers: EnvelopeFields): string | undefined {
  for (const preference of splitOutsideQuotes(firstValue(headers['prefer']) ?? '', ',')) {
    const match = CONTINUE.exec(preference.trim());
    if (match !== null) return match[2]?.toLowerCase() === 'false' ? undefined : match[1]?.toLowerCase();
  }
  return undefined;
}
