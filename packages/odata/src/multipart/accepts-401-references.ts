import { firstValue } from '@multistatus/wire';
import type { EnvelopeFields } from '../request/envelope-fields.js';

/**
 * Checks whether a request may refer to every earlier one of the batch, as in OData 4.01, and not only to those in its own
 * changeset, as in OData 4.0 and 2.0. A client that sends no version means that of `OData-MaxVersion` (OData 4.01 section 8.1.5).
 */
export function accepts401References(headers: EnvelopeFields): boolean {
  const version = firstValue(headers['odata-version'] ?? headers['odata-maxversion']);
  return Number.parseFloat(version ?? '') >= 4.01;
}
