import type { HeaderMap } from '@multistatus/document';

/**
 * Returns the version header of an answer: `DataServiceVersion` if the request has it (OData 2.0); else `OData-Version`, that of
 * the request or `fallback`, never above `OData-MaxVersion`.
 */
export function versionHeaders(
  _headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  _fallback: '4.0' | '4.01',
): HeaderMap {
  throw new Error('not written yet');
}
