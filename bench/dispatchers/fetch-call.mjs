// Frameworks that are called with a fetch `Request` in the process.

/**
 * Returns how requests are sent to such an app. The text of the response is read, too, because a user would read it.
 *
 * @param {(request: Request) => Response | Promise<Response>} call
 */
export function byFetch(call) {
  return async ({ method, url, headers, body }) => {
    const response = await call(new Request(`http://localhost${url}`, { method, headers, body }));
    return { status: response.status, text: await response.text() };
  };
}

/** Returns its argument: {@link byFetch} has returned an answer already. */
export const read = (answer) => answer;
