/** What the server tells the page: the content of `<script type="application/json" id="config">`. */
export interface PageConfig {
  /** The batch endpoint, relative to the page. */
  readonly endpoint: string;
  /** The OpenAPI document of the app, relative to the page; `undefined` if there is none. */
  readonly openapi?: string | undefined;
  /** A batch that stands ready to send; `undefined` for the built-in one. */
  readonly batch?: unknown;
}

/** Reads the configuration that the page contains. Its URLs become absolute. */
export function readPageConfig(): PageConfig {
  const text = document.getElementById('config')?.textContent ?? '{}';
  const { endpoint = '..', openapi, batch } = JSON.parse(text) as Partial<PageConfig>;
  const resolve = (url: string): string => new URL(url, location.href).href;
  return {
    endpoint: resolve(endpoint),
    openapi: openapi === undefined ? undefined : resolve(openapi),
    batch,
  };
}
