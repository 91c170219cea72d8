import { firstValue, splitOutsideQuotes } from '@multistatus/wire';
import type { EnvelopeFields } from './envelope-fields.js';

const NAMES: ReadonlySet<string> = new Set(['continue-on-error', 'odata.continue-on-error']);

/**
 * Returns the name by which a client asks that a batch goes on after a failure, `continue-on-error` (OData 4.01 section
 * 8.2.8.3) or `odata.continue-on-error`; `undefined` if it does not ask for that. Of several preferences the first one counts.
 */
export function continueOnErrorName(headers: EnvelopeFields): string | undefined {
  for (const preference of splitOutsideQuotes(firstValue(headers['prefer']) ?? '', ',')) {
    // Split, not matched: a regular expression with two runs of white space would take quadratic time.
    const [assignment = ''] = preference.split(';', 1);
    const [name = '', value = ''] = assignment.split('=', 2).map((text) => text.trim().toLowerCase());
    if (NAMES.has(name)) return value.replaceAll('"', '').trim() === 'false' ? undefined : name;
  }
  return undefined;
}

/**
 * Checks whether a multipart batch stops at the first failure: unless the client asks that it goes on (OData 4.01 section
 * 11.7.7.1), or sends `DataServiceVersion`. In OData 2.0, every part of a batch has a part in the answer.
 */
export function stopsAtFailure(headers: EnvelopeFields): boolean {
  return continueOnErrorName(headers) === undefined && headers['dataserviceversion'] === undefined;
}
