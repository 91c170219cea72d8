import { isObject } from '@multistatus/wire';
import { parseJson } from './parse-json.js';

/** Checks whether a JSON text is the description with which a batch endpoint of this library answers GET. */
export function isEndpointDescription(text: string): boolean {
  const value = parseJson(text);
  if (!isObject(value)) return false;
  const { limits, accept, formats } = value;
  return (
    isObject(limits) && typeof limits['maxOperations'] === 'number' && areTexts(accept) && areTexts(formats)
  );
}

function areTexts(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string');
}
