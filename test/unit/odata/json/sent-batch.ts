import { BatchProblem, type DecodeContext, type DecodedBatch } from '@multistatus/core';
import { decodeGraph } from '#odata/json/decode-graph.js';
import { decodeJson } from '#odata/json/decode-json.js';

/** What the test changes of how a batch is sent and read. */
export interface Setting {
  readonly context?: Partial<DecodeContext>;
  readonly changesets?: 'atomic' | 'sequential';
}

/** A request of a batch as decoded. */
export interface DecodedRequest {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly atomicityGroup?: string;
  readonly dependsOn: readonly string[];
  readonly references?: readonly unknown[];
}

/** Returns a batch of OData as decoded. It is sent as JSON text, or as a value that is written as such. */
export function decodeOData(
  requests: unknown,
  { context, changesets = 'atomic' }: Setting = {},
): Promise<DecodedBatch> {
  return decodeJson({ kind: 'bytes', bytes: toBytes(requests) }, toContext('/odata', context), changesets);
}

/** Returns a batch of Microsoft Graph as decoded. */
export function decodeGraphBatch(
  requests: unknown,
  { context }: Setting = {},
  maxRequests = 20,
): Promise<DecodedBatch> {
  return decodeGraph({ kind: 'bytes', bytes: toBytes(requests) }, toContext('/v1.0', context), maxRequests);
}

/** Returns the requests of a decoded batch. */
export async function requestsOf(decoded: Promise<DecodedBatch>): Promise<readonly DecodedRequest[]> {
  return ((await decoded).value as { readonly requests: readonly DecodedRequest[] }).requests;
}

/** Returns the status and detail with which a batch is refused. */
export async function refusalOf(decoded: Promise<DecodedBatch>): Promise<string> {
  try {
    await decoded;
  } catch (error) {
    if (error instanceof BatchProblem) return `${error.problem.status} ${error.message}`;
    throw error;
  }
  return 'none';
}

function toBytes(requests: unknown): Uint8Array {
  return Buffer.from(typeof requests === 'string' ? requests : JSON.stringify({ requests }));
}

function toContext(root: string, context: Partial<DecodeContext> = {}): DecodeContext {
  return {
    headers: { host: 'api.example', 'content-type': 'application/json' },
    path: `${root}/$batch`,
    root: undefined,
    limits: { maxBodyBytes: 1_048_576, maxJsonDepth: 64, maxOperations: 100 },
    ...context,
  };
}
