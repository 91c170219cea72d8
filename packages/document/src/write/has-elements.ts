import type { Element } from '../element.js';
import type { Multistatus, MultistatusResponse, Propstat } from '../multistatus.js';

/** Checks whether a document or one of its responses has elements. */
export function documentHasElements(document: Multistatus): boolean {
  return hasExtensions(document) || document.responses.some(hasElements);
}

/** Checks whether a response has properties, conditions or extension elements. */
export function hasElements(response: MultistatusResponse): boolean {
  const { propstats, error } = response;
  return isFilled(error) || hasExtensions(response) || propstats?.some(propstatHasElements) === true;
}

/** Checks whether a document or response has extension elements of its own. */
export function hasExtensions({
  extensions,
}: {
  readonly extensions?: readonly Element[] | undefined;
}): boolean {
  return isFilled(extensions);
}

function propstatHasElements({ properties, error }: Propstat): boolean {
  return isFilled(properties) || isFilled(error);
}

function isFilled(elements: readonly Element[] | undefined): boolean {
  return elements !== undefined && elements.length > 0;
}
