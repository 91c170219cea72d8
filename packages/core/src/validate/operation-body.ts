import { isAnyBase64, isJsonType, isUtf8, parseMediaType } from '@multistatus/wire';

/** Methods for which content in a request has no defined meaning (RFC 9110 section 9.3). */
const METHODS_WITHOUT_BODY: ReadonlySet<string> = new Set(['GET', 'HEAD', 'DELETE']);

/** The bytes and content type of the body of an operation, or the issue that was found in it. */
export type ReadBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'body'; readonly bytes: Uint8Array; readonly contentType: string }
  | {
      readonly kind: 'issue';
      readonly tokens: readonly string[];
      readonly code: string;
      readonly detail: string;
    };

const BODY = ['body'];
const BODY_ENCODING = ['bodyEncoding'];
const CONTENT_TYPE = ['headers', 'content-type'];

/**
 * Reads the body of an operation (OData 4.01 JSON section 19.1, Microsoft Graph).
 *
 * Without `bodyEncoding`, the body is a JSON value; a text string if the content type is `text/*`; base64 or base64url for
 * any other content type that is not JSON.
 */
export function readOperationBody(
  { body, bodyEncoding }: { readonly body?: unknown; readonly bodyEncoding?: unknown },
  { method, contentType }: { readonly method: string; readonly contentType: string | undefined },
): ReadBody {
  if (body === undefined) {
    return bodyEncoding === undefined
      ? { kind: 'none' }
      : issue(BODY_ENCODING, 'missing-body', 'bodyEncoding needs a body');
  }
  if (METHODS_WITHOUT_BODY.has(method)) return issue(BODY, 'body-not-allowed', `${method} takes no body`);
  const mediaType = parseMediaType(contentType);
  if (contentType !== undefined && mediaType === undefined) {
    return issue(CONTENT_TYPE, 'invalid-content-type', 'content-type must be a media type');
  }
  switch (bodyEncoding ?? impliedEncoding(mediaType?.type)) {
    case 'base64':
      return readBase64(body, contentType ?? 'application/octet-stream');
    case 'text':
      if (typeof body !== 'string') return issue(BODY, 'wrong-type', 'A text body must be a string');
      return encode(body, contentType ?? 'text/plain; charset=utf-8', mediaType?.charset);
    default:
      return encode(JSON.stringify(body), contentType ?? 'application/json', mediaType?.charset);
  }
}

function impliedEncoding(type: string | undefined): 'json' | 'text' | 'base64' {
  if (type === undefined || isJsonType(type)) return 'json';
  return type.startsWith('text/') ? 'text' : 'base64';
}

function readBase64(body: unknown, contentType: string): ReadBody {
  if (typeof body !== 'string')
    return issue(BODY, 'wrong-type', 'A body of this content type must be a base64 string');
  if (!isAnyBase64(body))
    return issue(
      BODY,
      'invalid-base64',
      'A body that is neither JSON nor text/* must be base64; for text, set bodyEncoding to "text"',
    );
  return { kind: 'body', bytes: Buffer.from(body, 'base64'), contentType };
}

function encode(text: string, contentType: string, charset: string | undefined): ReadBody {
  if (isUtf8(charset)) return { kind: 'body', bytes: Buffer.from(text), contentType };
  return issue(
    CONTENT_TYPE,
    'unsupported-charset',
    'A JSON or text body must be UTF-8; for another charset, set bodyEncoding to "base64"',
  );
}

function issue(tokens: readonly string[], code: string, detail: string): ReadBody {
  return { kind: 'issue', tokens, code, detail };
}
