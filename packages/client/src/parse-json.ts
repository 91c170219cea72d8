/** Returns the value of a JSON text; `undefined` for what is no JSON, such as the page that an app sends for any path. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
