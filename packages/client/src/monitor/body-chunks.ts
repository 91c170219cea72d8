import { parseJson } from '../parse-json.js';

/** The stream of the web, that of Node, which node-fetch has, or nothing, as in React Native. */
type AnyBody = ReadableStream<Uint8Array> | AsyncIterable<Uint8Array> | null | undefined;

/** Reads the body of a response in pieces. A consumer that stops early cancels the body. */
export async function* bodyChunks(response: Response): AsyncGenerator<Uint8Array, void, undefined> {
  const { body } = response as { readonly body?: AnyBody };
  if (body === undefined || body === null) {
    yield new TextEncoder().encode(await response.text());
  } else if ('getReader' in body) {
    const reader = body.getReader();
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        yield value;
      }
    } finally {
      reader.cancel().catch(() => {});
    }
  } else yield* body;
}

/**
 * Returns the JSON value of a body; `undefined` if it is longer than `maxBytes`, or not JSON. Rejects as the body does.
 */
export async function readJson(response: Response, maxBytes: number): Promise<unknown> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of bodyChunks(response)) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) return undefined;
    text += decoder.decode(chunk, { stream: true });
  }
  return parseJson(text);
}
