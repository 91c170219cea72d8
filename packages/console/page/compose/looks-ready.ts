/** The members of an operation that are looked at. An endpoint may know fewer; the check in full knows that. */
const MEMBERS: ReadonlySet<string> = new Set(
  'id method url headers body bodyEncoding dependsOn atomicityGroup references'.split(' '),
);

/**
 * Checks at a glance whether a batch of the app can stand ready: its operations have a method and a path, and only members that
 * there are. What does not look right is checked in full at once, with the code that is otherwise loaded at the first change.
 */
export function looksReady(batch: unknown): boolean {
  const { requests } = Object(batch) as { readonly requests?: unknown };
  return Array.isArray(requests) && requests.length > 0 && requests.every(looksLikeOperation);
}

function looksLikeOperation(value: unknown): boolean {
  const { method, url } = Object(value) as { readonly method?: unknown; readonly url?: unknown };
  return (
    typeof method === 'string' &&
    typeof url === 'string' &&
    /^[/$]/.test(url) &&
    Object.keys(value as object).every((name) => MEMBERS.has(name))
  );
}
