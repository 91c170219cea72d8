import type { ReceivedBody } from '../formats/received-body.js';

/** Returns what a fingerprint covers of a body: its bytes, or the value that a body parser has made of them, as JSON. */
export function bodyContent(body: ReceivedBody): readonly (string | Uint8Array)[] {
  return [body.kind === 'bytes' ? body.bytes : JSON.stringify(body.value)];
}
