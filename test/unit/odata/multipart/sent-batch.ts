import { BatchProblem, type DecodeContext, type DecodedBatch } from '@multistatus/core';
import { decodeMultipart } from '#odata/multipart/decode-multipart.js';

const LIMITS = { maxBodyBytes: 1_048_576, maxJsonDepth: 64, maxOperations: 100 };

/** What the test changes of how a batch is sent and read. */
export interface Setting {
  readonly headers?: DecodeContext['headers'];
  readonly changesets?: 'atomic' | 'sequential';
  readonly maxOperations?: number;
}

/** Returns the batch as decoded; a character of `body` is a byte of it. */
export function decode(
  body: string,
  { headers = {}, changesets = 'atomic', maxOperations = 100 }: Setting = {},
): DecodedBatch {
  const context: DecodeContext = {
    headers: { host: 'api.example', 'content-type': 'multipart/mixed; boundary=b', ...headers },
    path: '/odata/$batch',
    root: undefined,
    limits: { ...LIMITS, maxOperations },
  };
  return decodeMultipart(Buffer.from(body, 'latin1'), context, changesets);
}

/** A request of a batch as decoded. */
export interface DecodedRequest {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly atomicityGroup?: string;
  readonly dependsOn: readonly string[];
  readonly references: readonly unknown[];
}

/** Returns the requests of a batch as decoded. */
export function requestsOf(body: string, setting?: Setting): readonly DecodedRequest[] {
  return (decode(body, setting).value as { requests: readonly DecodedRequest[] }).requests;
}

/** Returns the status and detail with which a batch is refused. */
export function refusalOf(body: string, setting?: Setting): string {
  try {
    decode(body, setting);
  } catch (error) {
    if (error instanceof BatchProblem) return `${error.problem.status} ${error.message}`;
    throw error;
  }
  return 'none';
}
