import { type Signal, signal } from '@preact/signals';

/** What `GET` on the endpoint says about it, as far as the page uses it. */
export interface EndpointDescription {
  readonly basePath?: string | undefined;
  /** What relative URLs are relative to. Without it, URLs are absolute paths. */
  readonly root?: string | undefined;
  readonly limits?: Readonly<Record<string, number>> | undefined;
  readonly headers?:
    | {
        readonly inherited?: readonly string[] | undefined;
        readonly denied?: readonly string[] | undefined;
        readonly allowed?: readonly string[] | undefined;
      }
    | undefined;
  readonly idempotency?: boolean | undefined;
  /** True if operations may have an `atomicityGroup`. */
  readonly transactions?: boolean | undefined;
  readonly async?: boolean | Readonly<Record<string, unknown>> | undefined;
}

/** What is known of the endpoint. */
export interface EndpointState {
  readonly description?: EndpointDescription | undefined;
  /** Why there is no description, and what to do: sentences for the user. */
  readonly problem?: string | undefined;
  /** True if the endpoint asks for credentials, such as a token in the access headers. */
  readonly needsAccess?: boolean | undefined;
}

/** `undefined` until it is known. */
export const endpointState: Signal<EndpointState | undefined> = signal(undefined);
