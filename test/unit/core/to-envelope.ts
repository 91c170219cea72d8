import type { EnvelopeRequest } from '#core/http/envelope.js';

/** Returns a POST of JSON to `/batch` from a client that stays; `text` is its body, sent in one piece. */
export function toEnvelope({
  text = '',
  headers,
  ...members
}: Partial<EnvelopeRequest> & { readonly text?: string } = {}): EnvelopeRequest {
  return {
    method: 'POST',
    url: '/batch',
    headers: { host: 'photos.example', 'content-type': 'application/json', ...headers },
    body: { kind: 'stream', stream: toStream(text) },
    responseHeaders: {},
    isOperation: false,
    signal: new AbortController().signal,
    ...members,
  };
}

async function* toStream(text: string): AsyncGenerator<Uint8Array> {
  if (text !== '') yield Buffer.from(text);
}
