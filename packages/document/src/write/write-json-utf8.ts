import type { Body } from '../multistatus.js';
import { escapeJsonUtf8 } from './escape-json-utf8.js';
import { escapedSlices } from './escaped-slices.js';
import { around, type Part } from './in-pieces.js';
import { writeJsonBody } from './write-json-body.js';

/** Writes what {@link writeJsonBody} writes, but as UTF-8 if the bytes of the body are known. */
export function writeJsonUtf8(body: Body): Part<string | Uint8Array> {
  const { encoding, sliced } = body;
  if (sliced?.bytes === undefined) return writeJsonBody(body);
  const { bytes } = sliced;
  switch (encoding) {
    case 'json':
      return [',"body":', bytes];
    case 'text':
      return around(',"body":"', escapedSlices(bytes, escapeJsonUtf8), '","bodyEncoding":"text"');
    case 'base64':
      return around(',"body":"', sliced.slices(), '","bodyEncoding":"base64"');
  }
}
