import type { Problem } from '@multistatus/document';

/** One request of a batch, validated and normalized. */
export interface Operation {
  /** The index of the operation in the batch, from 0. */
  readonly index: number;
  /** 1 to 256 characters of XML 1.0 without control characters, distinct within the batch. */
  readonly id: string;
  /** True if the client chose the `id` as a name: an id that begins with `~` is not one. @defaultValue false */
  readonly isNamed?: boolean | undefined;
  /** The client's name of the operation, if the format of the batch allows names that cannot be an `id`. */
  readonly clientId?: string | undefined;
  /** The problem with which the format of the batch refuses this operation, while the others run. */
  readonly refusal?: Problem | undefined;
  /** In upper case. */
  readonly method: string;
  /**
   * Absolute path and query, without the `basePath`. Until its references are resolved, it may begin with `$id` instead of a
   * path and contain variables such as `{name}`.
   */
  readonly url: string;
  /** Its own header fields by lower-case name, including the content-type of its body. Inherited ones are not included. */
  readonly headers: Readonly<Record<string, string>>;
  /** The bytes of its body; absent if it has none. */
  readonly body?: Uint8Array | undefined;
  /** The name of its atomicity group: the operations of a group succeed or fail together. */
  readonly atomicityGroup?: string | undefined;
  /** Everything that must succeed first, including the operations that it refers to. */
  readonly dependencies: readonly Dependency[];
  /** Values from the responses of other operations that are inserted into this one. */
  readonly references: readonly Reference[];
}

/** An operation as the option `allow` gets it. */
export interface OperationToAllow extends Operation {
  /**
   * The segments of its path, percent-decoded one by one, in the case in which they were sent: `['albums', '4']` for
   * `/albums/4/?a=b`. An encoded slash stays inside its segment. Many routers ignore case.
   */
  readonly path: readonly string[];
}

/** Another operation, or a group, that must succeed before an operation can start. */
export interface Dependency {
  /** Id of the operation, or name of the group. */
  readonly name: string;
  /** Where the batch declares it: a JSON Pointer as URI fragment. */
  readonly pointer: string;
  /** True if a value of its response is needed; then it must be an operation, not a group. */
  readonly isReference: boolean;
}

/** A value from the response of another operation, and where it is inserted. */
export interface Reference {
  /** Tokens of the pointer into the operation: `['url', variable]`, `['headers', lower-case name]`, `['body']` or `['body', …]`. */
  readonly at: readonly string[];
  /** Id of the operation whose response has the value. */
  readonly from: string;
  /** Tokens of the pointer into that response: `['status']`, `['headers', name]` or `['body', …]`. */
  readonly value: readonly string[];
}

/** Checks whether the value of a reference is the body, instead of a part of it. */
export function isWholeBody({ at }: Reference): boolean {
  return at.length === 1;
}
