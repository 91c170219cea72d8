const warned = new WeakSet<object>();

/**
 * Warns, once for each endpoint, that a request has reached `batch()` in a way that does not show whether it is for the
 * endpoint. Otherwise a mistake in the mount would only be seen as a 404.
 */
export function warnOfMount(
  endpoint: object,
  { method, url }: { readonly method: string; readonly url: string },
): void {
  if (warned.has(endpoint)) return;
  warned.add(endpoint);
  process.emitWarning(
    `${method} ${url} has reached batch(), which passes the request on: other code called batch(), so the path of the endpoint ` +
      "is not known. Set the option path, for example batch({ path: '/batch' }).",
    { code: 'MULTISTATUS_UNKNOWN_MOUNT' },
  );
}
