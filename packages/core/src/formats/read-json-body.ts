import { isAnyBase64, isJsonType, parseMediaType } from '@multistatus/wire';
import { fromBase64 } from '../operation/base64.js';
import type { DecodedBody } from './batch-decoder.js';
import { SentJson } from './sent-json.js';

const NO_BODY = invalid('bodyEncoding', 'missing-body', 'bodyEncoding needs a body');
const NOT_TEXT = invalid('body', 'wrong-type', 'A text body must be a string');
const NOT_A_STRING = invalid('body', 'wrong-type', 'A body of this content type must be a base64 string');
const NOT_BASE64 = invalid(
  'body',
  'invalid-base64',
  'A body that is neither JSON nor text/* must be base64; for text, set bodyEncoding to "text"',
);

/**
 * Returns the body of a request in a JSON batch (OData 4.01 JSON section 19.1, Microsoft Graph), or `undefined` if it has
 * none. A `body` of `null` is no body (OData JSON 4.01 section 19.1); the JSON value `null` is sent as text. `jsonText` returns
 * the text of the member `body`, or its UTF-8. It is called only if that is a JSON value.
 *
 * Without `bodyEncoding`, the body is a JSON value; a text string if the content type is `text/*`; base64 or base64url for
 * any other content type that is not JSON.
 */
export function readJsonBody(
  { body, bodyEncoding }: { readonly body?: unknown; readonly bodyEncoding?: unknown },
  contentType: string | undefined,
  jsonText: () => string | Uint8Array,
): DecodedBody | undefined {
  if (body === undefined || body === null) return bodyEncoding === undefined ? undefined : NO_BODY;
  switch (bodyEncoding ?? impliedEncoding(contentType)) {
    case 'base64':
      if (typeof body !== 'string') return NOT_A_STRING;
      return isAnyBase64(body) ? { kind: 'bytes', bytes: fromBase64(body) } : NOT_BASE64;
    case 'text':
      return typeof body === 'string' ? { kind: 'text', text: body } : NOT_TEXT;
    default:
      // Validation reports an unknown bodyEncoding. Until then such a body counts as text, so that no reference is put into it.
      return bodyEncoding === undefined
        ? toJson(jsonText())
        : { kind: 'text', text: toJson(jsonText()).text };
  }
}

function toJson(sent: string | Uint8Array): { readonly kind: 'json'; readonly text: string } {
  return typeof sent === 'string' ? { kind: 'json', text: sent } : new SentJson(sent);
}

function impliedEncoding(contentType: string | undefined): 'json' | 'text' | 'base64' {
  const type = parseMediaType(contentType)?.type;
  if (type === undefined || isJsonType(type)) return 'json';
  return type.startsWith('text/') ? 'text' : 'base64';
}

function invalid(member: 'body' | 'bodyEncoding', code: string, detail: string): DecodedBody {
  return { kind: 'invalid', member, code, detail };
}
