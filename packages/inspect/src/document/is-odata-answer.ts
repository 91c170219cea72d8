import { isObject } from '@multistatus/wire';
import { parseJson } from './parse-json.js';

/**
 * Checks whether a JSON text is the answer to a batch of OData or Microsoft Graph: `{"responses":[{"id","status"}]}`. Unlike a
 * multistatus, it has no summary, and its responses have no href.
 */
export function isODataAnswer(text: string): boolean {
  const value = parseJson(text);
  if (!isObject(value) || value['summary'] !== undefined) return false;
  const { responses } = value;
  return (
    Array.isArray(responses) &&
    responses.length > 0 &&
    responses.every(
      (response) =>
        isObject(response) && typeof response['id'] === 'string' && response['href'] === undefined,
    )
  );
}
