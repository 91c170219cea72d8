// Frameworks that are called with a fetch `Request` in the process.

/**
 * How such an app is dispatched to; the text is read as well, as it has to be for an answer to be of use.
 *
 * @param {(request: Request) => Response | Promise<Response>} call
 */
export function byFetch(call) {
  return async ({ method, url, headers, body }) => {
    const response = await call(new Request(`http://localhost${url}`, { method, headers, body }));
    return { status: response.status, text: await response.text() };
  };
}

/** What {@link byFetch} gives is an answer already. */
export const read = (answer) => answer;
