import { type Signal, signal } from '@preact/signals';

/** What `GET` on the endpoint says about it, as far as the page uses it. */
export interface EndpointDescription {
  readonly basePath?: string;
  readonly limits?: Readonly<Record<string, number>>;
  readonly idempotency?: boolean;
  readonly async?: boolean | Readonly<Record<string, unknown>>;
}

/** `undefined` until it is known. `problem` is a sentence for the user: why there is no description. */
export const endpointState: Signal<
  { readonly description?: EndpointDescription; readonly problem?: string } | undefined
> = signal(undefined);
