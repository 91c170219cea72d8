/** What the page knows from the server: the content of `<script type="application/json" id="config">`, with absolute URLs. */
export interface PageConfig {
  /** The batch endpoint. */
  readonly endpoint: string;
  /** The OpenAPI document of the app; `undefined` if there is none. */
  readonly openapi?: string | undefined;
  /** The batch in the editor when the page is opened; `undefined` if the page is to compose one. */
  readonly batch?: unknown;
  /** True if the app decides who may see the page. */
  readonly restricted: boolean;
}

/** Reads the configuration that the page contains. */
export function readPageConfig(): PageConfig {
  return parsePageConfig(document.getElementById('config')?.textContent ?? '{}', location.href);
}

/** Returns the configuration of the page at `pageUrl`, in which URLs are relative to it. */
export function parsePageConfig(json: string, pageUrl: string): PageConfig {
  const { endpoint, openapi, batch, restricted = false } = JSON.parse(json) as Partial<PageConfig>;
  const resolve = (url: string): string => new URL(url, pageUrl).href;
  return {
    endpoint: endpoint === undefined ? oneLevelAbove(pageUrl) : resolve(endpoint),
    openapi: openapi === undefined ? undefined : resolve(openapi),
    batch,
    restricted,
  };
}

/** Returns `/batch` for a page at `/batch/console/`. */
function oneLevelAbove(pageUrl: string): string {
  const url = new URL('..', pageUrl);
  url.pathname = url.pathname.replace(/\/$/, '');
  return url.href;
}
