/** Returns a body, or a piece of one, as bytes. If it were a string, Node would write the head in the encoding of the string. */
export function toBytes(body: string | Uint8Array): Buffer {
  if (typeof body === 'string') return Buffer.from(body);
  return Buffer.isBuffer(body) ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}
