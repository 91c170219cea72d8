/** A stream of the web, or one of Node, which node-fetch has. */
interface DiscardableStream {
  cancel?(): Promise<void>;
  destroy?(): unknown;
}

/** Discards the body of a response, so that its connection is free. Does nothing on a platform without streams. */
export function discardBody(response: Response): void {
  const { body } = response as { readonly body?: DiscardableStream | null };
  if (body?.cancel === undefined) body?.destroy?.();
  else body.cancel().catch(() => {});
}
