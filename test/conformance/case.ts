import type { AsyncName } from './async-options.js';
import type { JournalName } from './journals.js';
import type { AllowName, FormatName, IsSuccessName, StatusName, TransactionName } from './named-options.js';

/** One request as the suite sends it: any shape, well-formed or not. */
export interface WireRequest {
  readonly method: string;
  /** Default: the endpoint of the batch. */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** Text and bytes are sent with content-length; an iterable is sent chunked. */
  readonly body?: string | Uint8Array | AsyncIterable<string | Uint8Array>;
  /** Aborting it closes the connection. */
  readonly signal?: AbortSignal;
}

/** One response as on the wire: lower-case names, an array only where a field occurs more than once. */
export interface WireAnswer {
  readonly status: number;
  readonly statusMessage: string;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly bytes: Uint8Array;
}

/** One entry of `responses` in the JSON form. */
export interface JsonResponse {
  readonly id?: string;
  readonly href: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly description?: string;
  readonly body?: unknown;
  readonly bodyEncoding?: string;
  readonly bodyOmitted?: string;
  readonly trailers?: Readonly<Record<string, string | readonly string[]>>;
  readonly timing?: { readonly startMs: number; readonly durationMs: number };
}

/** A 207 in its JSON form. */
export interface JsonDocument {
  readonly summary: { total: number; succeeded: number; failed: number; other: number };
  readonly responses: readonly JsonResponse[];
}

/** The response to a batch that was sent and answered as JSON. */
export interface BatchAnswer {
  readonly answer: WireAnswer;
  readonly document: JsonDocument;
  readonly responses: readonly JsonResponse[];
}

/** Options a case may ask of `batch()`: times in milliseconds, the rest in bytes, characters or pieces. */
export interface HostOptions {
  readonly limits?: {
    readonly maxOperations?: number;
    readonly maxUnsafeOperations?: number;
    readonly maxBodyBytes?: number;
    readonly maxLineBytes?: number;
    readonly concurrency?: number | 'auto';
    readonly operationTimeoutMs?: number;
    readonly batchTimeoutMs?: number;
    readonly maxOperationResponseBytes?: number;
    readonly maxResponseBytes?: number;
    readonly maxConcurrentRequests?: number;
    readonly maxBytesUnderWay?: number;
    readonly maxUrlLength?: number;
    readonly maxHeaderBytes?: number;
    readonly maxJsonDepth?: number;
    readonly maxDependencyDepth?: number;
  };
  readonly defaultFormat?: 'json' | 'xml';
  /** The only format of the endpoint, if it is not one of those that it has by default. */
  readonly format?: FormatName;
  readonly execution?: 'parallel' | 'sequential';
  readonly basePath?: string;
  readonly root?: string;
  readonly headers?: {
    readonly inherit?: readonly string[];
    readonly allow?: readonly string[];
    readonly deny?: readonly string[];
    readonly expose?: readonly string[];
    readonly case?: 'lower-case' | 'canonical';
  };
  readonly cookies?: 'lift' | 'drop' | 'include';
  readonly timings?: boolean;
  /** Options that are functions are asked for by name; `named-options.ts` says what each does. */
  readonly allow?: AllowName;
  readonly transaction?: TransactionName;
  readonly isSuccess?: IsSuccessName;
  readonly status?: 'multi-status' | 'ok-or-multi-status' | StatusName;
  readonly journal?: JournalName;
  /** Lets batches be answered later; `async-options.ts` says what each does. Needs `journal`. */
  readonly async?: AsyncName;
  readonly idempotency?: { readonly required?: boolean; readonly everyOperation?: boolean };
}

/** What the batch passed to `onOutcome` for one operation. */
export interface ObservedOutcome {
  readonly id: string;
  readonly index: number;
  readonly url: string;
  readonly status: number;
  readonly result: 'succeeded' | 'failed' | 'other';
  readonly executed: boolean | 'unknown';
}

/** What the target received since the last `reset()`; proves that "nothing ran". */
export interface Observations {
  /** How many operations were dispatched. */
  calls(): number;
  /** The URLs of these operations, in the order of dispatch. */
  urls(): readonly string[];
  /** The most operations that were inside `/meet` or `/later` at one moment. */
  peak(): number;
  /** Resolves as soon as an operation has entered `path`. */
  entered(path: string): Promise<void>;
  /** Resolves as soon as the response of an operation on `path` has emitted `close`. */
  closed(path: string): Promise<void>;
  /** Resolves as soon as the signal of an operation on `path` was aborted. */
  aborted(path: string): Promise<void>;
  /** What the batch reported to `onError`. */
  errors(): readonly unknown[];
  /** What the batch reported to `onOutcome`, in that order. */
  outcomes(): readonly ObservedOutcome[];
  /** The calls of `allow`, in order: method, URL and its own header names, `GET /echo x-a`. */
  asked(): readonly string[];
  /** What the transaction did, in order: `begin <group>`, `commit <group>`, `rollback <group>`. */
  transactions(): readonly string[];
  reset(): void;
}

/** A running host, as a case sees it. Whoever started it closes it. */
export interface RunningHost extends Observations {
  readonly name: string;
  /** Path of the batch, mount included. */
  readonly endpoint: string;
  exchange(request: WireRequest): Promise<WireAnswer>;
  /** Posts `{ requests }` as JSON, asks for JSON, and expects 207. */
  batch(requests: readonly unknown[], headers?: WireRequest['headers']): Promise<BatchAnswer>;
}

/**
 * One promise of the product, as data. It only uses a `RunningHost`, and fails by throwing,
 * so that hosts outside this repository can be tested with it too.
 */
export interface ConformanceCase {
  /** Permanent, and never reused even if the case is removed. */
  readonly id: string;
  readonly level: 'MUST' | 'SHOULD';
  readonly section: string;
  readonly title: string;
  readonly options?: HostOptions;
  /** Headers that middleware in front of the batch has already set on the response. */
  readonly answerHeaders?: Readonly<Record<string, string>>;
  /** True if the case is also run behind a body parser and under another mount: not if a parser answers it itself. */
  readonly everySetup?: boolean;
  /** `false` where the answer depends on time, so that two hosts need not agree byte for byte. */
  readonly comparable?: boolean;
  check(host: RunningHost): Promise<void>;
}
