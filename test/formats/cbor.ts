import { BatchProblem, bytesOf, type Format, readJsonBody } from '@multistatus/core';
import { type MultistatusResponse, toJsonText } from '@multistatus/document';
import { decode, encode } from 'cbor-x';

interface Request {
  readonly body?: unknown;
  readonly bodyEncoding?: unknown;
}

/** Creates the format `cbor` (RFC 8949): batches and answers as in JSON, except that a body may be a byte string. */
export function cbor(): Format {
  return {
    name: 'cbor',
    batch: {
      mediaTypes: ['application/cbor'],
      decode: (body) => {
        const value = parse(bytesOf(body)) as { readonly requests?: readonly Request[] } | null;
        return {
          value,
          bodyOf: (index, contentType) => {
            const { body: sent, bodyEncoding } = value?.requests?.[index] ?? {};
            if (sent instanceof Uint8Array) return { kind: 'bytes', bytes: sent };
            try {
              return readJsonBody({ body: sent, bodyEncoding }, contentType, () => JSON.stringify(sent));
            } catch {
              const detail = 'The body is a value that JSON cannot express; send its bytes';
              return { kind: 'invalid', member: 'body', code: 'not-json', detail };
            }
          },
        };
      },
      toSchema: () => ({ type: 'string', description: 'The batch of application/json, in CBOR.' }),
    },
    answer: {
      mediaTypes: ['application/cbor'],
      order: 'request',
      nestedType: 'application/json',
      encode: async ({ parts, summary }) => {
        const responses: unknown[] = [];
        for await (const { response } of parts) responses.push(toValue(response));
        return { contentType: 'application/cbor', body: encode({ summary: summary(), responses }) };
      },
      toSchema: () => ({ type: 'string', description: 'The document of application/json, in CBOR.' }),
    },
    problem: {
      mediaType: 'application/problem+cbor',
      encode: (problem) => ({ contentType: 'application/problem+cbor', body: encode(problem) }),
      toSchema: () => ({ type: 'string', description: 'The problem of application/problem+json, in CBOR.' }),
    },
  };
}

/** Decodes the bytes. The decoder also throws if they nest so deeply that its recursion overflows the stack. */
function parse(bytes: Uint8Array): unknown {
  try {
    return decode(bytes);
  } catch {
    throw new BatchProblem('malformed-batch', 'The body is not well-formed CBOR');
  }
}

/** Returns a response as in JSON, except that a base64 body becomes a byte string. */
function toValue(response: MultistatusResponse): unknown {
  const text = toJsonText({ responses: [response] });
  const [value] = (JSON.parse(text) as { readonly responses: [Record<string, unknown>] }).responses;
  if (response.body?.encoding !== 'base64') return value;
  const { bodyEncoding: _encoding, ...members } = value;
  return { ...members, body: Buffer.from(response.body.text, 'base64') };
}
