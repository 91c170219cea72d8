import type { HeaderMap } from '@multistatus/document';
import { firstValue } from '@multistatus/wire';
import type { EnvelopeFields } from '../request/envelope-fields.js';

/** The versions of OData 4 that these formats are part of. */
type Version = '4.0' | '4.01';

/**
 * Returns the version header of an answer: `DataServiceVersion` if the request has it (OData 2.0); else `OData-Version`, that of
 * the request or `fallback`, never above `OData-MaxVersion`.
 */
export function versionHeaders(headers: EnvelopeFields, fallback: Version): HeaderMap {
  const old = toVersion(headers['dataserviceversion']);
  if (old !== undefined) return { dataserviceversion: old };
  const sent = toVersion(headers['odata-version']);
  const version = sent === '4.0' || sent === '4.01' ? sent : fallback;
  return { 'odata-version': isBelow401(headers['odata-maxversion']) ? '4.0' : version };
}

/** Checks whether the client understands answers of OData 4.01, which it must say in `OData-MaxVersion`. */
export function accepts401(headers: EnvelopeFields): boolean {
  return Number(toVersion(headers['odata-maxversion']) ?? 0) >= 4.01;
}

function isBelow401(field: EnvelopeFields[string]): boolean {
  return Number(toVersion(field) ?? 4.01) < 4.01;
}

/** Returns the number of a version field, without what clients of OData 2.0 append: `2.0` of `2.0;NetFx`. */
function toVersion(field: EnvelopeFields[string]): string | undefined {
  return /^\s*(\d\.\d{1,2})\s*(?:;|$)/.exec(firstValue(field) ?? '')?.[1];
}
