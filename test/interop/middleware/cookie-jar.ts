import type { WireAnswer } from '../../conformance/case.js';

/** Keeps cookies as a browser does that knows one origin and one path. */
export class CookieJar {
  readonly #values = new Map<string, string>();

  /** Takes what an answer sets; a cookie that expired in 1970 is taken away. */
  keep(setCookies: readonly string[]): void {
    for (const cookie of setCookies) {
      const [pair = ''] = cookie.split(';');
      const name = pair.slice(0, pair.indexOf('='));
      if (/expires=Thu, 01 Jan 1970/i.test(cookie)) this.#values.delete(name);
      else this.#values.set(name, pair);
    }
  }

  /** Returns the header that sends them, or none if there are no cookies. */
  header(): { cookie?: string } {
    return this.#values.size === 0 ? {} : { cookie: [...this.#values.values()].join('; ') };
  }
}

/** Returns the Set-Cookie fields of a response, unchanged. */
export function setCookiesOf({ headers }: Pick<WireAnswer, 'headers'>): string[] {
  return [headers['set-cookie'] ?? []].flat();
}
