import type { MultistatusResponse } from '@multistatus/document';

/** Returns the status of an outcome, and its id, its href, or `#` and its index. */
export function describeOutcome({ id, index, href, hrefs, status }: MultistatusResponse): string {
  const names = (hrefs ?? [href]).map((each) => each.replace('urn:multistatus:item:', ''));
  const isPlaced = index !== undefined && names[0] === String(index);
  return `${status ?? 'properties'} ${id ?? (isPlaced ? `#${index}` : names.join(' '))}`;
}
