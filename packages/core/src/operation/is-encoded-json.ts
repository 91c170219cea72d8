/** What a message says about a string for which {@link isEncodedJson} is true. */
export const ENCODED_TWICE = 'this string contains JSON, so the value was probably encoded twice';

/** Checks whether a value is a string that contains a JSON object or array, as if it had been encoded once too often. */
export function isEncodedJson(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return false;
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}
